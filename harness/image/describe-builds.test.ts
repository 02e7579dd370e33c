import { expect, test } from 'vitest';
import type { BuildRecord } from '../core/build-record.ts';
import { MemoryImageBuilder } from '../testing/memory-image-builder.ts';
import { sampleBuild } from '../testing/sample-run.ts';
import { unwrap } from '../testing/unwrap.ts';
import type { BuiltImage } from './builder.ts';
import { describeBuilds } from './describe-builds.ts';

async function images(...names: readonly string[]) {
  const builder = new MemoryImageBuilder();
  const parent = unwrap(await builder.base('trixie'));
  const made: BuiltImage[] = [];
  for (const name of names) {
    const parts = [{ directory: '/', target: name, entries: [] }];
    const [ref, signal] = [`gm1/mediawiki:${name}`, AbortSignal.timeout(1000)];
    made.push(
      unwrap(await builder.addLayer({ ref, parent, parts, removed: [], target: '/', labels: {}, signal })),
    );
  }
  return { builder, made };
}

function record(id: string, { ref, digest }: BuiltImage, more: Partial<BuildRecord> = {}): BuildRecord {
  return { ...sampleBuild('next'), id, environment: 'here', image: { ref, digest }, ...more };
}

test('builds are listed newest first, with all that refers to their images', async () => {
  const { builder, made } = await images('a', 'b');
  const [a, b] = made;
  if (!a || !b) throw new Error('Two were made.');
  const builds = [record('1', a), record('2', b, { parent: a }), record('3', b, { track: 'train' })];
  const image = { ref: a.ref, digest: a.digest };
  const environments = [{ name: 'mine', track: 'next' as const, image }];
  const run = { definition: 'here', state: 'finished' as const, startedAt: '2020-01-01T00:00:00Z' };
  const runs = [{ ...run, id: 'r1', images: [a, b] }];
  const listed = unwrap(await describeBuilds({ builds, environments, runs }, builder));
  expect(listed.map(({ id, there, users }) => ({ id, there, users }))).toEqual([
    {
      id: '3',
      there: true,
      users: ['run r1', 'newest build of here (next)', 'newest build of here (train)'],
    },
    {
      id: '2',
      there: true,
      users: ['run r1', 'newest build of here (next)', 'newest build of here (train)'],
    },
    { id: '1', there: true, users: ['environment mine (next)', 'run r1', 'build 2 on top'] },
  ]);
  expect(listed[2]).toMatchObject({
    track: 'next',
    environment: 'here',
    kind: 'full',
    bytes: 1000,
    seconds: 2,
  });
  expect(listed[2]).not.toHaveProperty('manifest');
});

test('an image is gone when it is not there or its name is another’s', async () => {
  const { builder, made } = await images('a', 'b');
  const [a, b] = made;
  if (!a || !b) throw new Error('Two were made.');
  const builds = [record('1', a), record('2', b)];
  await builder.remove(a.ref);
  await builder.tag('gm1/base:trixie', b.ref);
  const listed = unwrap(await describeBuilds({ builds, environments: [], runs: [] }, builder));
  expect(listed.map(({ there }) => there)).toEqual([false, false]);
});
