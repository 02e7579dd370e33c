import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BuildRecord } from '../core/build-record.ts';
import { ok } from '../core/failure.ts';
import { type Home, homeAt } from '../system/home.ts';
import { tryLock } from '../system/lock.ts';
import { MemoryImageBuilder } from '../testing/memory-image-builder.ts';
import { sampleBuild } from '../testing/sample-run.ts';
import { unwrap } from '../testing/unwrap.ts';
import type { BuiltImage, FoundImage } from './builder.ts';
import { type PruneRequest, prune } from './prune.ts';

let home: Home;
let builder: MemoryImageBuilder;
let request: PruneRequest;

beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'gm1-prune-')));
  builder = new MemoryImageBuilder();
  const base = unwrap(await builder.base('trixie'));
  const builds = [record('1', await make('old', base)), record('2', await make('new', base))];
  await mkdir(home.builds);
  for (const { id } of builds) await writeFile(join(home.builds, `${id}.files.json`), '[]');
  const users = { builds, environments: [], runs: [] };
  request = { ...users, home, builder, now: new Date(), all: false, rehearsal: false, gone: [] };
});

afterEach(() => rm(home.root, { recursive: true }));

async function make(name: string, parent: BuiltImage): Promise<BuiltImage> {
  const parts = [{ directory: '/', target: name, entries: [] }];
  const [ref, labels] = [`gm1/mediawiki:${name}`, { gm1: 'build' }];
  const signal = AbortSignal.timeout(1000);
  return unwrap(await builder.addLayer({ ref, parent, parts, removed: [], target: '/', labels, signal }));
}

function record(id: string, { ref, digest }: BuiltImage): BuildRecord {
  return { ...sampleBuild('next'), id, image: { ref, digest } };
}

/** The engine says something else of each image. */
function listWith(change: (image: FoundImage) => Partial<FoundImage>): void {
  const { list } = builder;
  builder.list = async () => {
    const images = unwrap(await list.call(builder));
    return ok(images.map((image) => ({ ...image, ...change(image) })));
  };
}

async function refs(): Promise<readonly string[]> {
  return unwrap(await builder.list())
    .flatMap((image) => image.refs)
    .sort();
}

const all = ['gm1/base:trixie', 'gm1/mediawiki:new', 'gm1/mediawiki:old'];

test('an image that nothing needs goes, and with it the list of its files', async () => {
  const pruned = unwrap(await prune(request));
  expect(pruned.images.map(({ ref }) => ref)).toEqual(['gm1/mediawiki:old']);
  expect(pruned.kept.map(({ ref }) => ref).sort()).toEqual(['gm1/base:trixie', 'gm1/mediawiki:new']);
  expect(pruned.files.map(({ path }) => path)).toEqual(['builds/1.files.json']);
  expect(pruned.notices).toEqual([]);
  expect(await refs()).toEqual(['gm1/base:trixie', 'gm1/mediawiki:new']);
  expect(await readdir(home.builds)).toEqual(['2.files.json']);
});

test('a rehearsal says the same and removes nothing', async () => {
  const rehearsed = unwrap(await prune({ ...request, rehearsal: true }));
  expect(await refs()).toEqual(all);
  expect(await readdir(home.builds)).toHaveLength(2);
  expect(unwrap(await prune(request))).toEqual(rehearsed);
});

test('while a build goes on everything stays, and a notice says so', async () => {
  const lock = await tryLock(join(home.root, 'locks', 'build', 'group-minus-1-next'));
  if ('holder' in lock) throw new Error('Nobody else locks this folder.');
  const pruned = unwrap(await prune(request));
  expect(pruned).toMatchObject({ images: [], files: [] });
  expect(pruned.notices).toEqual([expect.stringMatching(`^Process ${process.pid} is building`)]);
  expect(await refs()).toEqual(all);
  await lock[Symbol.asyncDispose]();
  expect(unwrap(await prune(request)).images).toHaveLength(1);
});

test('a build that begins meanwhile is left what it may find', async () => {
  const { list } = builder;
  builder.list = async () => {
    await tryLock(join(home.root, 'locks', 'build', 'group-minus-1-next'));
    return list.call(builder);
  };
  const pruned = unwrap(await prune(request));
  expect(pruned).toMatchObject({ images: [], files: [] });
  expect(pruned.kept).toContainEqual(
    expect.objectContaining({ ref: 'gm1/mediawiki:old', why: `process ${process.pid} began to build` }),
  );
});

test('what the engine does not let go is not said to have gone', async () => {
  builder.remove = async () => ok(false);
  const pruned = unwrap(await prune(request));
  expect(pruned).toMatchObject({ images: [], files: [], bytes: 0 });
});

test('containers of an environment that goes keep no image', async () => {
  listWith(() => ({ usedBy: ['mine'] }));
  expect(unwrap(await prune(request)).images).toEqual([]);
  expect(unwrap(await prune({ ...request, gone: ['mine'] })).images).toHaveLength(1);
});

test('an image that loses one name and keeps another frees no bytes', async () => {
  await builder.tag('gm1/mediawiki:new', 'gm1/draft:new');
  await builder.remove('gm1/mediawiki:old');
  listWith(({ layers }) => ({ bytes: 1000 * layers.length }));
  const later = new Date(Date.now() + 11 * 60_000);
  const pruned = unwrap(await prune({ ...request, now: later, rehearsal: true }));
  expect(pruned.images.map(({ ref }) => ref)).toEqual(['gm1/draft:new']);
  expect(pruned.bytes).toBe('[]'.length);
});
