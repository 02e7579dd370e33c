import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listTree, sha256 } from './list-tree.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-list-'));
});

afterEach(() => rm(root, { recursive: true }));

test('lists files, links and folders, sorted by path', async () => {
  await mkdir(join(root, 'b/empty'), { recursive: true });
  await writeFile(join(root, 'b/run'), 'hello', { mode: 0o755 });
  await writeFile(join(root, 'b-a'), '', { mode: 0o600 });
  await symlink('../nowhere', join(root, 'link'));
  const file = { kind: 'file', executable: false };
  expect(await listTree(root)).toEqual([
    { kind: 'folder', path: 'b' },
    { ...file, path: 'b-a', bytes: 0, sha256: sha256('').slice('sha256:'.length) },
    { kind: 'folder', path: 'b/empty' },
    { ...file, path: 'b/run', executable: true, bytes: 5, sha256: sha256('hello').slice('sha256:'.length) },
    { kind: 'link', path: 'link', to: '../nowhere' },
  ]);
});

test('leaves out what is skipped, with all below it', async () => {
  await mkdir(join(root, '.git/objects'), { recursive: true });
  await writeFile(join(root, 'kept'), '');
  expect((await listTree(root, (path) => path === '.git')).map(({ path }) => path)).toEqual(['kept']);
});
