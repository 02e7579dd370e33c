import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BuildRecord } from '../../core/build-record.ts';
import { ok } from '../../core/failure.ts';
import type { BuiltImage } from '../../image/builder.ts';
import { type Pruned, prune } from '../../image/prune.ts';
import { systemCommand } from '../../system/command.ts';
import { homeAt } from '../../system/home.ts';
import { listTree } from '../../system/list-tree.ts';
import { sampleBuild } from '../../testing/sample-run.ts';
import { unwrap } from '../../testing/unwrap.ts';
import { DockerImageBuilder } from './docker-image-builder.ts';
import { connectEngine } from './engine.ts';

const signal = AbortSignal.timeout(300_000);
const mark = crypto.randomUUID().slice(0, 8);
const ref = (name: string) => `gm1/test-${mark}:${name}`;
const names = ['below', 'above', 'newest'] as const;
let root: string;
let builder: DockerImageBuilder;
let builds: readonly BuildRecord[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-prune-'));
  builder = new DockerImageBuilder({ connect: connectEngine, command: systemCommand, cache: root });
  const { list } = builder;
  // What else the engine has is not this test's to remove.
  builder.list = async () =>
    ok(unwrap(await list.call(builder)).filter(({ refs }) => refs.some((each) => each.includes(mark))));
  const base = unwrap(await builder.base('trixie', signal));
  const below = await addLayer('below', base);
  const images = [below, await addLayer('above', below), await addLayer('newest', base)];
  builds = images.map(({ ref, digest }) => ({ ...sampleBuild('next'), id: ref, image: { ref, digest } }));
}, 300_000);

afterAll(async () => {
  for (const name of names) await builder.remove(ref(name));
  await rm(root, { recursive: true });
});

async function addLayer(name: string, parent: BuiltImage): Promise<BuiltImage> {
  const directory = await mkdtemp(join(root, 'tree-'));
  await writeFile(join(directory, 'file'), 'x'.repeat(2_000_000) + name);
  const parts = [{ directory, target: name, entries: await listTree(directory) }];
  const build = { ref: ref(name), parent, parts, removed: [], target: '/srv/x', labels: { gm1: 'build' } };
  return unwrap(await builder.addLayer({ ...build, signal }));
}

async function pruneNow(rehearsal = false): Promise<Pruned> {
  const users = { builds, environments: [], runs: [] };
  const request = { home: homeAt(root), builder, now: new Date(), all: false, rehearsal, gone: [] };
  return unwrap(await prune({ ...users, ...request }));
}

test('the layers of a container’s image stay, then those go that nothing needs, the upper ones first', async () => {
  const { api } = unwrap(await connectEngine());
  const container = await api.createContainer({ Image: ref('above'), Labels: { gm1: 'build' } });
  try {
    expect((await pruneNow()).images).toEqual([]);
  } finally {
    await container.remove({ force: true });
  }
  const rehearsed = await pruneNow(true);
  expect(rehearsed.images.map((image) => image.ref)).toEqual([ref('above'), ref('below')]);
  expect(rehearsed.images[0]?.bytes).toBeCloseTo(2_000_000, -3);
  expect(await pruneNow()).toEqual(rehearsed);
  const left = await Promise.all(names.map(async (name) => unwrap(await builder.find(ref(name)))?.ref));
  expect(left).toEqual([undefined, undefined, ref('newest')]);
}, 60_000);
