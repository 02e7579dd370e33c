import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Definition } from '../core/definition.ts';
import { failed, interrupted, ok } from '../core/failure.ts';
import type { Manifest } from '../core/manifest.ts';
import { totalSeconds } from '../core/phase.ts';
import type { TreeEntry } from '../core/tree.ts';
import { homeAt } from '../system/home.ts';
import type { Sandbox, SandboxJob } from '../system/sandbox.ts';
import { MemoryImageBuilder } from '../testing/memory-image-builder.ts';
import { simulatedTime } from '../testing/simulated-time.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { type BuildInput, buildTrack } from './build.ts';
import { BuildRecords } from './build-records.ts';

let root: string;
let builder: MemoryImageBuilder;
let jobs: SandboxJob[];
let exitCode: number;
const { clock, pause } = simulatedTime();

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-build-'));
  for (const folder of ['runtime', 'services']) {
    await mkdir(join(root, 'environments/images', folder), { recursive: true });
    await writeFile(join(root, 'environments/images', folder, 'Containerfile'), 'FROM base');
  }
  builder = new MemoryImageBuilder();
  jobs = [];
  exitCode = 0;
});

afterEach(() => rm(root, { recursive: true }));

describe('a build', () => {
  test('makes runtime, localisation and track images, one on the other, and says which phase took how long', async () => {
    const record = unwrap(await build());
    expect(builder.made.map((ref) => ref.replace(/:.*/, ''))).toEqual([
      'gm1/base',
      'gm1/runtime',
      'gm1/localisation',
      'gm1/mediawiki',
    ]);
    expect(record).toMatchObject({
      track: 'next',
      version: '1.43.9',
      kind: 'full',
      reason: 'No earlier build of this track is on record.',
      files: 1,
      bytes: 1000,
      image: { ref: builder.made[3] },
    });
    expect(record.phases.map(({ name }) => name)).toEqual([
      'runtime',
      'fetch',
      'stage',
      'l10n-update',
      'build-and-push-container-images',
    ]);
    expect(record.phases.find(({ name }) => name === 'l10n-update')?.seconds).toBe(46);
    expect(totalSeconds(record.phases)).toBeCloseTo(record.seconds);
  });

  test('of the same again finds the image, and makes nothing', async () => {
    const first = unwrap(await build());
    builder.made.length = 0;
    const again = unwrap(await build());
    expect(again).toMatchObject({ kind: 'cached', image: first.image, files: 1 });
    expect(again.phases.map(({ name }) => name)).toEqual(['runtime', 'fetch', 'stage']);
    expect(builder.made).toEqual([]);
  });

  test('of changed code keeps runtime and messages', async () => {
    await build();
    builder.made.length = 0;
    const record = unwrap(await build({ code: 'changed' }));
    expect(record).toMatchObject({ kind: 'full', reason: 'The code changed.' });
    expect(builder.made).toEqual([record.image.ref]);
    expect(jobs).toHaveLength(1);
  });

  test('of changed messages rebuilds the localisation cache without a network', async () => {
    await build();
    unwrap(await build({ messages: 'changed' }));
    expect(jobs.map(({ network }) => network)).toEqual([false, false]);
  });

  test('on a changed runtime keeps the localisation cache on disk', async () => {
    await build();
    await writeFile(join(root, 'environments/images/runtime/Containerfile'), 'FROM other');
    expect(unwrap(await build()).reason).toBe('The runtime changed, or the image was removed.');
    expect(jobs).toHaveLength(1);
  });

  test('is on record', async () => {
    const record = unwrap(await build());
    const records = new BuildRecords(join(root, 'home/builds'));
    expect(await records.list()).toEqual([record]);
    expect(await records.newest('next')).toEqual(record);
    expect(await records.newest('train')).toBeUndefined();
  });
});

describe('a build that fails', () => {
  test('names what PHP said about the tree, and leaves no half of a cache', async () => {
    exitCode = 255;
    const outcome = await build();
    expect(sentenceOf(outcome)).toMatch(
      /localisation cache of MediaWiki 1\.43\.9 could not be built\..*PHP Parse error/,
    );
    expect(await readdir(join(root, 'home/cache/l10n'))).toEqual([]);
    expect(await new BuildRecords(join(root, 'home/builds')).list()).toEqual([]);
  });

  test('hands on why there is nothing to build', async () => {
    const failure = { kind: 'usage', what: 'No such folder.', next: 'Correct it.' } as const;
    const source = { ...sourceOf({}), fetch: async () => failed(failure) };
    expect(await build({}, { source })).toEqual({ ok: false, failure });
  });

  test('is not recorded when it was interrupted', async () => {
    const outcome = await build({}, { signal: AbortSignal.abort() });
    expect(outcome).toEqual({ ok: false, failure: interrupted });
    expect(await new BuildRecords(join(root, 'home/builds')).list()).toEqual([]);
  });
});

test('records of another form are passed over', async () => {
  await mkdir(join(root, 'home/builds'), { recursive: true });
  await writeFile(join(root, 'home/builds/a.json'), '{"id": 1}');
  await writeFile(join(root, 'home/builds/b.json'), '{');
  expect(await new BuildRecords(join(root, 'home/builds')).list()).toEqual([]);
});

interface Content {
  readonly code?: string;
  readonly messages?: string;
}

function sourceOf({ code = 'same', messages = 'same' }: Content) {
  const entries: TreeEntry[] = [
    { kind: 'file', path: 'languages/i18n/de.json', executable: false, bytes: 1, sha256: messages },
  ];
  const manifest: Manifest = {
    hash: `sha256:${code}-${messages}`,
    version: '1.43.9',
    versions: ['1.43.9'],
    checkouts: [{ repo: 'mediawiki/core', path: 'php-1.43.9', commit_ref: `${code}-${messages}` }],
    config: { name: 'contained', hash: 'c' },
  };
  return {
    fetch: async () => ok('fetched'),
    stage: async () => ok({ manifest, parts: [{ directory: root, target: 'php-1.43.9', entries }] }),
  };
}

function build(content: Content = {}, changes: Partial<BuildInput<string>> = {}) {
  return buildTrack({
    definition,
    track: 'next',
    source: sourceOf(content),
    projectRoot: root,
    home: homeAt(join(root, 'home')),
    builderVersion: '0.1.0',
    builder,
    sandbox,
    clock,
    signal: new AbortController().signal,
    listener: { started: () => {}, finished: () => {} },
    ...changes,
  });
}

const sandbox: Sandbox = {
  run: async (job) => {
    jobs.push(job);
    await pause(46, job.signal ?? new AbortController().signal);
    return ok({ exitCode, output: 'PHP Parse error: syntax error in x.php' });
  },
};

const definition: Definition = {
  name: 'x',
  file: '/x.yaml',
  tracks: { train: { kind: 'debian', suite: 'trixie' }, next: { kind: 'debian', suite: 'sid' } },
  runtime: { base: 'trixie', php: '8.4' },
  config: '/contained',
  wikis: [{ dbname: 'testwiki', lang: 'en', shape: 'wikipedia' }],
  suites: [],
};
