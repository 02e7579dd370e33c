import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BuildRecord } from '../core/build-record.ts';
import type { TreeEntry } from '../core/tree.ts';
import { MemoryImageBuilder } from '../testing/memory-image-builder.ts';
import { unwrap } from '../testing/unwrap.ts';
import type { BuiltImage } from './builder.ts';
import { findCandidates, writeInventory } from './find-candidates.ts';

let directory: string;
let builder: MemoryImageBuilder;
let runtime: BuiltImage;
let records: BuildRecord[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gm1-candidates-'));
  builder = new MemoryImageBuilder();
  runtime = unwrap(await builder.base('trixie'));
  records = [];
});

afterEach(() => rm(directory, { recursive: true }));

const entriesOf = (id: string): readonly TreeEntry[] => [{ kind: 'folder', path: id }];
const imageOf = (id: string, parent = runtime) => {
  const parts = [{ directory: '/', target: '', entries: entriesOf(id) }];
  const layer = { ref: `gm1/mediawiki:${id}`, parent, parts, target: '/', labels: {} };
  return builder.addLayer({ ...layer, signal: new AbortController().signal });
};

/** A build with its image and the list of its files. */
async function built(id: string, changes: Partial<BuildRecord> = {}, parent = runtime): Promise<BuildRecord> {
  const { ref, digest } = changes.image ?? unwrap(await imageOf(id, parent));
  const record: BuildRecord = {
    id,
    track: 'next',
    version: '1.43.9',
    environment: 'own',
    image: { ref, digest },
    kind: 'full',
    reason: '',
    startedAt: '2026-01-01T00:00:00Z',
    phases: [],
    seconds: 0,
    bytes: 0,
    files: 0,
    manifest: {
      hash: '',
      version: '1.43.9',
      versions: ['1.43.9'],
      checkouts: [],
      config: { name: '', hash: '' },
    },
    ...changes,
  };
  if (record.kind !== 'cached') await writeInventory(directory, id, entriesOf(id));
  records.push(record);
  return record;
}

async function found(): Promise<readonly string[]> {
  const search = { directory, records, environment: 'own', track: 'next', versions: ['1.43.9'] } as const;
  return unwrap(await findCandidates({ ...search, runtime, builder })).map(({ record, entries, image }) => {
    expect(entries).toEqual(entriesOf(record.id));
    expect(image.digest).toBe(record.image.digest);
    return record.id;
  });
}

test('there are none without builds', async () => {
  expect(await found()).toEqual([]);
});

test('the newest of each environment and track, their own first, then the newest', async () => {
  await built('1', { environment: 'a' });
  await built('2', { environment: 'b' });
  await built('3');
  await built('4', { track: 'train' });
  await built('5');
  await built('6', { environment: 'a' });
  expect(await found()).toEqual(['5', '6', '4', '2']);
});

test('four at most', async () => {
  for (const id of ['1', '2', '3', '4', '5', '6']) await built(id, { environment: id });
  expect(await found()).toEqual(['6', '5', '4', '3']);
});

test('each image once, as the build that made it says', async () => {
  const { image } = await built('1', { environment: 'a' });
  await built('2', { kind: 'cached', image });
  await built('3', { kind: 'cached', image, track: 'train' });
  expect(await found()).toEqual(['1']);
});

test('one of several versions, as long as it has one that is wanted', async () => {
  const manifest = (versions: readonly string[]) => ({
    hash: '',
    version: versions.at(-1) ?? '',
    versions,
    checkouts: [],
    config: { name: '', hash: '' },
  });
  await built('1', { environment: 'a', manifest: manifest(['1.43.9', '1.43.11']) });
  await built('2', { environment: 'b', manifest: manifest(['1.43.11']) });
  expect(await found()).toEqual(['1']);
});

test.each<[string, () => Promise<unknown>]>([
  ['the image is gone', () => builder.remove('gm1/mediawiki:2')],
  ['its name is that of another image', () => builder.tag('gm1/mediawiki:1', 'gm1/mediawiki:2')],
  ['the list of its files is gone', () => rm(join(directory, '2.files.json'))],
  ['the list of its files is damaged', () => writeFile(join(directory, '2.files.json'), '[{')],
])('none where %s, but one of another', async (_what, damage) => {
  await built('1', { environment: 'a' });
  await built('2');
  expect(await found()).toEqual(['2', '1']);
  await damage();
  expect(await found()).toEqual(['1']);
});

test('none on another runtime', async () => {
  const other = unwrap(await builder.base('bookworm'));
  await built('1', {}, other);
  expect(await found()).toEqual([]);
});
