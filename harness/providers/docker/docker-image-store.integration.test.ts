import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImageBuilder } from '../../image/builder.ts';
import { systemCommand } from '../../system/command.ts';
import type { ImageStore } from '../../system/image-store.ts';
import { listTree } from '../../system/list-tree.ts';
import { type RealRegistry, startRegistry } from '../../testing/real-registry.ts';
import { sentenceOf, unwrap } from '../../testing/unwrap.ts';
import { DockerImageBuilder } from './docker-image-builder.ts';
import { DockerImageStore } from './docker-image-store.ts';
import { connectEngine, type EngineApi } from './engine.ts';

const signal = AbortSignal.timeout(600_000);
const ref = `gm1/mediawiki:test-${crypto.randomUUID().slice(0, 8)}`;
/** The password is `secret:word`. */
const login = 'tester:$2y$05$abcdefghijklmnopqrstuuCFAENiKBlCyBuDPzJAoyIPDH7szvmzC';
let scratch: string;
let api: EngineApi;
let builder: ImageBuilder;
let store: ImageStore;
let registry: RealRegistry;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'gm1-store-'));
  api = unwrap(await connectEngine()).api;
  builder = new DockerImageBuilder({ connect: connectEngine, command: systemCommand, cache: scratch });
  store = new DockerImageStore(connectEngine, systemCommand);
  await makeTree();
  await makeImage();
  registry = await startRegistry(api, builder);
}, 300_000);

afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  await builder.remove(ref);
  await rm(scratch, { recursive: true });
});

async function makeTree(): Promise<void> {
  const directory = join(scratch, 'tree');
  await mkdir(join(directory, 'bin'), { recursive: true });
  await writeFile(join(directory, 'bin/run'), '#!/bin/sh', { mode: 0o755 });
  await writeFile(join(directory, 'text'), 'text');
  await symlink('bin/run', join(directory, 'link'));
}

async function makeImage(): Promise<void> {
  const directory = join(scratch, 'tree');
  const parts = [{ directory, target: '', entries: await listTree(directory) }];
  const parent = unwrap(await builder.base('trixie', signal));
  const labels = { gm1: 'build', purpose: 'test' };
  unwrap(await builder.addLayer({ ref, parent, parts, target: '/srv/x', labels, signal }));
}

/** Where the image is at the registry, and no longer here under a name of that registry. */
async function publish(): Promise<{ readonly tagged: string; readonly pinned: string }> {
  const { ref: tagged, digest } = unwrap(await builder.push(ref, registry.host, signal));
  return { tagged, pinned: `${registry.host}/gm1/mediawiki@${digest}` };
}

async function forget(...names: readonly string[]): Promise<void> {
  for (const name of names)
    await api
      .getImage(name)
      .remove({ force: true })
      .catch(() => {});
}

test('an image that is here is taken as it is, and known by the engine’s id', async () => {
  const id = unwrap(await builder.find(ref))?.digest;
  expect(unwrap(await store.pull(ref, signal))).toEqual({ ref: id, digest: id });
  expect(unwrap(await store.pull(id ?? '', signal))).toEqual({ ref: id, digest: id });
});

test('an image at a registry is pulled by its digest or its tag, and is the same', async () => {
  const { tagged, pinned } = await publish();
  const digest = pinned.split('@')[1];
  await forget(tagged, pinned, ref);
  expect(unwrap(await builder.find(pinned))).toBeUndefined();
  expect(unwrap(await store.pull(pinned, signal))).toEqual({ ref: pinned, digest });
  await forget(pinned);
  expect(unwrap(await store.pull(tagged, signal))).toEqual({ ref: pinned, digest });
  expect(unwrap(await builder.find(pinned))).toBeDefined();
  await forget(tagged, pinned);
  await makeImage();
});

test.each([
  ['a tag that the registry has not', () => `${registry.host}/gm1/mediawiki:none`, 'usage', /no such image/],
  [
    'a repository that it has not',
    () => `${registry.host}/none@sha256:${'0'.repeat(64)}`,
    'usage',
    /no such image/,
  ],
  ['a registry that nobody runs', () => '127.0.0.1:1/x:y', 'infrastructure', /does not answer/],
  ['an id that the engine has not', () => `sha256:${'0'.repeat(64)}`, 'usage', /no such image/],
])('%s is a failure that says so', async (_title, name, kind, words) => {
  const outcome = await store.pull(name(), signal);
  expect(outcome).toMatchObject({ ok: false, failure: { kind } });
  expect(sentenceOf(outcome)).toMatch(words);
});

test('a registry with logins gives an image to nobody else', async () => {
  await using closed = await startRegistry(api, builder, { login });
  const sentence = sentenceOf(await store.pull(`${closed.host}/gm1/mediawiki:x`, signal));
  expect(sentence).toMatch(/docker login/);
});

test('an interrupted pull says so', async () => {
  expect(await store.pull(ref, AbortSignal.abort())).toMatchObject({ failure: { kind: 'interrupted' } });
});

test('a folder of an image is copied as it is, and no container is left', async () => {
  const into = join(scratch, 'into');
  await mkdir(into);
  const extraction = { ref, path: '/srv/x', into, keep: () => true, signal };
  const entries = unwrap(await store.extract(extraction));
  expect(entries).toEqual(await listTree(join(scratch, 'tree')));
  expect(await listTree(into)).toEqual(entries);
  expect(await readFile(join(into, 'link'), 'utf8')).toBe('#!/bin/sh');
  const id = unwrap(await builder.find(ref))?.digest ?? '';
  expect(await api.listContainers({ all: true, filters: { ancestor: [id] } })).toEqual([]);
});

test('a folder that an image has not is a failure that names both', async () => {
  const extraction = { ref, path: '/srv/none', into: scratch, keep: () => true, signal };
  expect(sentenceOf(await store.extract(extraction))).toMatch(
    `/srv/none could not be copied out of the image ${ref}`,
  );
});
