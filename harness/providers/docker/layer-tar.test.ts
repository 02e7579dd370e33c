import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { interrupted } from '../../core/failure.ts';
import type { TreeEntry } from '../../core/tree.ts';
import { listTree } from '../../system/list-tree.ts';
import { membersOf, writeLayer } from './layer-tar.ts';

const folder = (path: string): TreeEntry => ({ kind: 'folder', path });
const file = (path: string, sha256: string): TreeEntry => ({
  kind: 'file',
  path,
  executable: false,
  bytes: 1,
  sha256,
});

test('names every folder down to the target, before what is in it', () => {
  const parts = [
    { directory: '/tree', target: 'php-1', entries: [folder('b'), file('b/c', 'x'), file('b-a', 'x')] },
  ];
  expect(membersOf({ parts, target: '/srv/mediawiki' }).map(({ name }) => name)).toEqual([
    'srv',
    'srv/mediawiki',
    'srv/mediawiki/php-1',
    'srv/mediawiki/php-1/b',
    'srv/mediawiki/php-1/b-a',
    'srv/mediawiki/php-1/b/c',
  ]);
});

test('takes the later of two entries with one path', () => {
  const parts = [
    { directory: '/code', target: 'php-1', entries: [file('LocalSettings.php', 'theirs')] },
    { directory: '/beside', target: '', entries: [folder('php-1'), file('php-1/LocalSettings.php', 'ours')] },
  ];
  const members = membersOf({ parts, target: '/srv' });
  expect(members.filter(({ name }) => name.endsWith('.php'))).toMatchObject([
    { entry: { sha256: 'ours' }, source: '/beside/php-1/LocalSettings.php' },
  ]);
});

test('ends when it is interrupted while it packs', async () => {
  const root = await mkdtemp(join(tmpdir(), 'gm1-layer-'));
  try {
    for (let index = 0; index < 200; index++) await writeFile(join(root, `${index}`), 'x'.repeat(100_000));
    const parts = [{ directory: root, target: '', entries: await listTree(root) }];
    const control = new AbortController();
    const writing = writeLayer(join(root, 'layer.tar'), { parts, target: '/srv' }, control.signal);
    setImmediate(() => control.abort());
    expect(await writing).toEqual({ ok: false, failure: interrupted });
  } finally {
    await rm(root, { recursive: true });
  }
});

test('throws what the file system says when it takes no more', async () => {
  const root = await mkdtemp(join(tmpdir(), 'gm1-layer-'));
  try {
    await mkdir(join(root, 'tree'));
    for (let index = 0; index < 200; index++)
      await writeFile(join(root, 'tree', `${index}`), 'x'.repeat(100_000));
    const directory = join(root, 'tree');
    const parts = [{ directory, target: '', entries: await listTree(directory) }];
    // A pipe whose reader goes stands for a disk that fills up.
    const pipe = join(root, 'pipe');
    await execa('mkfifo', [pipe]);
    const reader = execa('head', ['-c', '5000000', pipe], { stdout: 'ignore' });
    const written = writeLayer(pipe, { parts, target: '/srv' }, new AbortController().signal);
    await expect(written).rejects.toMatchObject({ code: 'EPIPE' });
    await reader;
  } finally {
    await rm(root, { recursive: true });
  }
});
