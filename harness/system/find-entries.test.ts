import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findEntries, parseFound, type Skip, walkEntries } from './find-entries.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-find-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

const write = async (path: string, content = '', mode = 0o644) => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content, { mode });
};

const nothing: Skip = () => false;

async function found(skip: Skip = nothing, unopened: readonly string[] = []) {
  const output = await findEntries(root, unopened);
  return parseFound(output ?? Buffer.of(), skip);
}

/** What both ways of looking tell of files and links, sorted by path. */
const common = (entries: readonly { readonly path: string }[]) =>
  entries
    .map((entry) => ({ ...entry, stamp: undefined, changedAt: undefined }))
    .map((entry) =>
      'kind' in entry && entry.kind === 'file' ? entry : { ...entry, bytes: 0, executable: false },
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));

test('finds what a walk finds, whatever the names', async () => {
  await write('a b/new\nline', 'content');
  await write('run', '#!/bin/sh', 0o755);
  await write('-print', 'x');
  await write('ვიკი/ויקי.txt', 'é');
  await mkdir(join(root, 'empty'));
  await symlink('to \n nowhere', join(root, 'link'));
  execFileSync('mkfifo', [join(root, 'pipe')]);
  expect(common(await found())).toEqual(common(walkEntries(root, nothing)));
  expect((await found()).map(({ path }) => path)).toContain('a b/new\nline');
});

test('leaves out what is skipped with all below it, as a walk does', async () => {
  for (const path of ['a/b/c', 'a/bc', 'ab', 'z']) await write(path);
  const skip: Skip = (path) => path === 'a/b' || path === 'ab';
  expect(common(await found(skip))).toEqual(common(walkEntries(root, skip)));
  expect((await found(skip)).map(({ path }) => path).sort()).toEqual(['a', 'a/bc', 'z']);
});

test('does not look into what is to stay unopened, wherever it lies', async () => {
  for (const path of ['.git/objects/a', 'x/.git/objects/b', 'x/y', 'node_modules/z']) await write(path);
  const paths = (await found(nothing, ['.git', 'node_modules'])).map(({ path }) => path);
  expect(paths.sort()).toEqual(['.git', 'node_modules', 'x', 'x/.git', 'x/y']);
});

test('gives the same bytes again just when nothing changed', async () => {
  await write('file', 'before');
  const before = await findEntries(root, []);
  expect(await findEntries(root, [])).toEqual(before);
  await write('file', 'after.');
  expect(await findEntries(root, [])).not.toEqual(before);
});

test('knows nothing of a folder that is not there', async () => {
  expect(await findEntries(join(root, 'gone'), [])).toBeUndefined();
});

test('knows nothing where there is no find', async () => {
  vi.stubEnv('PATH', root);
  expect(await findEntries(root, [])).toBeUndefined();
});

test('knows nothing where find is another one', async () => {
  await write('find', '#!/bin/sh\necho "unknown predicate" >&2\nexit 1\n', 0o755);
  vi.stubEnv('PATH', `${root}:${process.env.PATH}`);
  expect(await findEntries(root, [])).toBeUndefined();
});
