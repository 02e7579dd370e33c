import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Header, pack } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listTree } from '../../system/list-tree.ts';
import { unpackArchive } from './unpack-archive.ts';

let into: string;

beforeEach(async () => {
  into = await mkdtemp(join(tmpdir(), 'gm1-unpack-'));
});

afterEach(() => rm(into, { recursive: true }));

type Member = Partial<Header> & { readonly name: string; readonly text?: string };

/** As an engine gives out a folder: every name below `./`. */
const members: readonly Member[] = [
  { name: './', type: 'directory' },
  { name: './z.php', text: 'last', mode: 0o644 },
  { name: './bin/', type: 'directory' },
  { name: './bin/run', text: '#!/bin/sh', mode: 0o750 },
  { name: './bin/too', type: 'link', linkname: './bin/run' },
  { name: './to-bin', type: 'symlink', linkname: 'bin/../bin' },
  { name: './empty', text: '' },
  { name: './socket', type: 'fifo' },
];

function archive(list: readonly Member[] = members): Readable {
  const tar = pack();
  for (const { text, ...header } of list) tar.entry(header, text ?? '');
  tar.finalize();
  return Readable.from(tar, { objectMode: false });
}

const everything = () => true;

test('what is unpacked is listed as the folder itself would be', async () => {
  const entries = await unpackArchive(archive(), { into, keep: everything });
  expect(entries).toEqual(await listTree(into));
  expect(entries.map(({ path }) => path)).toEqual(['bin', 'bin/run', 'bin/too', 'empty', 'to-bin', 'z.php']);
});

test('a second name of a file has its content and its mode', async () => {
  const entries = await unpackArchive(archive(), { into, keep: everything });
  expect(await readFile(join(into, 'bin/too'), 'utf8')).toBe('#!/bin/sh');
  expect(entries.find(({ path }) => path === 'bin/too')).toMatchObject({ executable: true, bytes: 9 });
});

test('what is not kept is listed with its hash all the same, and is not there', async () => {
  const all = await unpackArchive(archive(), { into, keep: (path) => path === 'z.php' });
  expect(await readdir(into)).toEqual(['z.php']);
  await rm(join(into, 'z.php'));
  expect(all).toEqual(await unpackArchive(archive(), { into, keep: everything }));
});

test.each([
  ['../outside', { name: '../outside', text: 'x' }],
  ['/outside', { name: '/outside', text: 'x' }],
  ['a/../../outside', { name: 'a/../../outside', text: 'x' }],
])('nothing is written to %s', async (_name, member) => {
  await expect(unpackArchive(archive([member]), { into, keep: everything })).rejects.toThrow('leads out');
});

test('an archive that ends midway is no tree', async () => {
  const whole = await buffer(archive());
  const half = Readable.from([whole.subarray(0, 700)]);
  await expect(unpackArchive(half, { into, keep: everything })).rejects.toThrow();
});

test('an archive that breaks is no tree', async () => {
  const broken = new Readable({ read: () => {} });
  const unpacking = unpackArchive(broken, { into, keep: everything });
  broken.destroy(new Error('connection lost'));
  await expect(unpacking).rejects.toThrow('connection lost');
});
