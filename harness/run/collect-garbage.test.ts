import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import { writeRecord } from '../environment/environment-files.ts';
import type { FoundService } from '../environment/provider.ts';
import { BuildRecords } from '../image/build-records.ts';
import type { BuiltImage } from '../image/builder.ts';
import { type Home, homeAt } from '../system/home.ts';
import { MemoryImageBuilder } from '../testing/memory-image-builder.ts';
import { MemoryProvider } from '../testing/memory-provider.ts';
import { MemoryRunStore } from '../testing/memory-run-store.ts';
import { sampleBuild, sampleDefinition, sampleEnvironment } from '../testing/sample-run.ts';
import { simulatedTime } from '../testing/simulated-time.ts';
import { unwrap } from '../testing/unwrap.ts';
import { collectGarbage } from './collect-garbage.ts';

const { clock } = simulatedTime();
let home: Home;
let builder: MemoryImageBuilder;
let store: MemoryRunStore;
let images: { readonly first: BuiltImage; readonly second: BuiltImage; readonly third: BuiltImage };

beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'gm1-garbage-')));
  builder = new MemoryImageBuilder();
  store = new MemoryRunStore(home.runs, clock);
  images = { first: await build('first'), second: await build('second'), third: await build('third') };
});

afterEach(() => rm(home.root, { recursive: true }));

/** An image on record. */
async function build(id: string): Promise<BuiltImage> {
  const parent = unwrap(await builder.base('trixie'));
  const parts = [{ directory: '/', target: id, entries: [] }];
  const [ref, signal] = [`gm1/mediawiki:${id}`, AbortSignal.timeout(1000)];
  const layer = { ref, parent, parts, removed: [], target: '/', labels: {}, signal };
  const image = unwrap(await builder.addLayer(layer));
  const startedAt = `2026-01-01T00:00:0${builder.made.length}.000Z`;
  const record = { ...sampleBuild('next'), id: `${startedAt}-${id}`, startedAt };
  await new BuildRecords(home.builds).save({ ...record, image: { ref, digest: image.digest } });
  return image;
}

async function bringUp(image: BuiltImage, expires: string): Promise<void> {
  const record: EnvironmentRecord = {
    ...sampleEnvironment('next'),
    image: { ref: image.ref, digest: image.digest },
    lease: { owner: 'me', expires },
  };
  const endpoints = {
    environment: 'sample',
    track: 'next' as const,
    scriptPath: '/w',
    wikis: [],
    accounts: [],
  };
  await writeRecord(home, record, endpoints);
}

async function collect(dryRun = false, services: readonly FoundService[] = []): Promise<readonly string[]> {
  const provider = new MemoryProvider();
  provider.services = [...services];
  const around = { home, provider, clock };
  const garbage = unwrap(await collectGarbage({ store, builder, around }, { dryRun, all: false }));
  return garbage.pruned.images.map(({ ref }) => ref).sort();
}

test('images that neither an environment nor a run needs go', async () => {
  expect(await collect(true)).toEqual(['gm1/mediawiki:first', 'gm1/mediawiki:second']);
  await bringUp(images.second, '2026-01-02T00:00:00Z');
  expect(await collect()).toEqual(['gm1/mediawiki:first']);
});

test('an image goes with the environment whose lease has expired', async () => {
  await bringUp(images.second, '2025-12-31T00:00:00Z');
  expect(await collect()).toEqual(['gm1/mediawiki:first', 'gm1/mediawiki:second']);
});

test('a dry run foresees that an environment goes', async () => {
  await bringUp(images.second, '2025-12-31T00:00:00Z');
  const service = {
    environment: 'sample',
    track: 'next',
    service: 'app',
    image: '',
    state: 'running',
  } as const;
  const foreseen = await collect(true, [service]);
  expect(foreseen).toEqual(['gm1/mediawiki:first', 'gm1/mediawiki:second']);
  expect(await collect(false, [service])).toEqual(foreseen);
});

test('an image that a run used on either track stays', async () => {
  const journal = await store.begin(sampleDefinition, false);
  for (const [track, { ref, digest }] of [
    ['train', images.first],
    ['next', images.second],
  ] as const)
    await journal.write({ type: 'built', track, build: { ...sampleBuild(track), image: { ref, digest } } });
  await journal.write({ type: 'run-finished' });
  expect(await collect()).toEqual([]);
});
