import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Definition } from '../core/definition.ts';
import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Manifest } from '../core/manifest.ts';
import { totalSeconds } from '../core/phase.ts';
import { writeWhole } from '../system/files.ts';
import { homeAt } from '../system/home.ts';
import { listTree, treeHash } from '../system/list-tree.ts';
import { tryLock } from '../system/lock.ts';
import type { Sandbox, SandboxJob } from '../system/sandbox.ts';
import { MemoryImageBuilder } from '../testing/memory-image-builder.ts';
import { privateKey } from '../testing/planted-files.ts';
import { simulatedTime } from '../testing/simulated-time.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { type BuildInput, buildTrack } from './build.ts';
import { BuildRecords } from './build-records.ts';
import { readInventory } from './find-candidates.ts';

let root: string;
let builder: MemoryImageBuilder;
let jobs: SandboxJob[];
let rebuildExitCode: number;
let auditOutput: string;
const { clock, pause } = simulatedTime();

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-build-'));
  for (const folder of ['runtime', 'services'])
    await writeWhole(join(root, 'environments/images', folder, 'Containerfile'), 'FROM base');
  await write('includes/a.php', 'a'.repeat(100));
  await write('includes/b.php', 'b');
  for (const language of ['en', 'he', 'yi']) await write(`languages/i18n/${language}.json`, '{}');
  await write('languages/messages/MessagesYi.php', "<?php\n$fallback = 'he';\n");
  builder = new MemoryImageBuilder();
  jobs = [];
  rebuildExitCode = 0;
  auditOutput = '';
});

afterEach(() => rm(root, { recursive: true }));

const write = (path: string, content: string) => writeWhole(join(root, 'tree', path), content);
const localisations = () => jobs.filter(({ env }) => env?.LANGUAGES).map(({ env }) => env?.LANGUAGES);
const imagesMade = () => builder.made.map((ref) => ref.replace(/:.*/, ''));

describe('a first build', () => {
  test('makes runtime, localisation and track images, one on the other, and says which phase took how long', async () => {
    const record = unwrap(await build());
    expect(imagesMade()).toEqual(['gm1/base', 'gm1/runtime', 'gm1/localisation', 'gm1/draft']);
    expect(record).toMatchObject({
      track: 'next',
      environment: 'x',
      version: '1.43.9',
      kind: 'full',
      reason: 'No earlier build of this track is on record.',
      files: 6,
      image: { ref: expect.stringMatching(/^gm1\/mediawiki:1\.43\.9-[0-9a-f]{12}$/) },
    });
    expect(record.phases.map(({ name }) => name)).toEqual([
      'runtime',
      'fetch',
      'stage',
      'cache_git_info',
      'l10n-update',
      'build-and-push-container-images',
    ]);
    expect(record.phases.find(({ name }) => name === 'l10n-update')?.seconds).toBe(46);
    expect(totalSeconds(record.phases)).toBeCloseTo(record.seconds);
  });

  test('leaves an image of that name, and no draft', async () => {
    const { image } = unwrap(await build());
    const [found] = unwrap(await builder.list()).filter(({ refs }) => refs.includes(image.ref));
    expect(found).toMatchObject({ digest: image.digest, refs: [image.ref] });
    expect(found?.labels).toMatchObject({ 'vnd.wikimedia.build-type': 'full' });
  });

  test('is on record, with its files and the diff of what it was built from', async () => {
    const record = unwrap(await build({ diff: 'diff --git a/x b/x\n' }));
    const records = new BuildRecords(join(root, 'home/builds'));
    expect(await records.list()).toEqual([record]);
    expect(await readFile(join(root, `home/builds/${record.id}.diff`), 'utf8')).toContain('diff --git');
    const files = await readInventory(join(root, 'home/builds'), record.id);
    expect(files?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['php-1.43.9/cache/l10n/yi.l10n.php', 'php-1.43.9/includes/a.php']),
    );
  });
});

describe('a build of the same again', () => {
  test('finds the image, and makes nothing', async () => {
    const first = unwrap(await build());
    builder.made.length = 0;
    const again = unwrap(await build());
    expect(again).toMatchObject({ kind: 'cached', image: first.image, files: 6 });
    expect(again.phases.map(({ name }) => name)).toEqual(['runtime', 'fetch', 'stage']);
    expect(builder.made).toEqual([]);
  });

  test('makes all of it when that is asked for, and carries the messages over', async () => {
    await build();
    expect(unwrap(await build({}, { options: { full: true } }))).toMatchObject({
      kind: 'full',
      reason: 'A full build was asked for.',
    });
    expect(localisations()).toHaveLength(1);
  });
});

describe('a build of a little change', () => {
  test('puts what changed on the image before', async () => {
    const before = unwrap(await build());
    await write('includes/b.php', 'changed');
    await rm(join(root, 'tree/includes/a.php'));
    builder.made.length = 0;
    expect(unwrap(await build())).toMatchObject({
      kind: 'incremental',
      parent: before.image,
      layers: (before.layers ?? 0) + 1,
      changes: { changed: 1, removed: 1, bytes: 7, sinceFull: 7 },
      reason: `1 file changed, 1 gone since ${before.image.ref}: php-1.43.9/includes/b.php, php-1.43.9/includes/a.php.`,
    });
    expect(imagesMade()).toEqual(['gm1/draft']);
    expect(localisations()).toHaveLength(1);
  });

  test('builds on the build before it, and counts what lies below', async () => {
    await build();
    await write('includes/b.php', 'changed');
    const second = unwrap(await build());
    await write('includes/b.php', 'again');
    expect(unwrap(await build())).toMatchObject({
      kind: 'incremental',
      parent: second.image,
      changes: { bytes: 5, sinceFull: 12 },
    });
  });

  test('builds on another track where that has more in common', async () => {
    const train = unwrap(await build({}, { track: 'train' }));
    await write('includes/b.php', 'patched');
    expect(unwrap(await build())).toMatchObject({ kind: 'incremental', parent: train.image });
  });

  test('is full when more than a quarter of the bytes would be layered twice', async () => {
    await build();
    await write('includes/a.php', 'A'.repeat(100));
    const record = unwrap(await build());
    expect(record.kind).toBe('full');
    expect(record.reason).toMatch(/^\d+ % changed since the last full build \(gm1\/.*more than 25 %\.$/);
  });

  test('is full when the runtime changed, and carries the messages over', async () => {
    await build();
    await writeFile(join(root, 'environments/images/runtime/Containerfile'), 'FROM other');
    expect(unwrap(await build())).toMatchObject({
      kind: 'full',
      reason: 'The runtime changed, or the earlier image was removed.',
    });
    expect(localisations()).toHaveLength(1);
  });

  test('is full when the image before is gone', async () => {
    const { image } = unwrap(await build());
    await builder.remove(image.ref);
    await write('includes/b.php', 'changed');
    expect(unwrap(await build()).kind).toBe('full');
  });

  test('is full when MediaWiki has another version', async () => {
    await build();
    expect(unwrap(await build({ version: '1.43.11' }))).toMatchObject({
      kind: 'full',
      reason: 'MediaWiki 1.43.11 instead of 1.43.9.',
    });
  });
});

describe('of the messages', () => {
  test.each([
    ['a language', 'languages/i18n/yi.json', 'en,yi'],
    ['a language and those that fall back to it', 'languages/i18n/he.json', 'en,he,yi'],
    ['all when English changed', 'languages/i18n/en.json', 'en,he,yi'],
    ['none when only their documentation changed', 'languages/i18n/qqq.json', undefined],
  ])('a build renews those of %s', async (_what, path, languages) => {
    await build();
    await write(path, '{"a":"b"}');
    expect(unwrap(await build()).kind).toBe('incremental');
    expect(localisations()[1]).toBe(languages);
  });

  test('a build has those of the languages that the definition names, of the wikis and of their fallbacks', async () => {
    const languages = { ...definition, languages: ['yi'] };
    const { id } = unwrap(await build({}, { definition: languages }));
    expect(localisations()).toEqual(['en,he,yi']);
    const files = await readInventory(join(root, 'home/builds'), id);
    expect(files?.filter(({ path }) => path.endsWith('.l10n.php'))).toHaveLength(3);
    const { id: fewer } = unwrap(await build({}, { definition: { ...definition, languages: [] } }));
    const rest = await readInventory(join(root, 'home/builds'), fewer);
    expect(rest?.filter(({ path }) => path.endsWith('.l10n.php'))).toHaveLength(1);
    expect(localisations()).toHaveLength(1);
  });

  test('a build refuses a language that MediaWiki does not have', async () => {
    const outcome = await build({}, { definition: { ...definition, languages: ['xx'] } });
    expect(sentenceOf(outcome)).toBe(
      'MediaWiki has no language xx. Correct `languages` or the `lang` of a wiki in the environment definition.',
    );
  });
});

test('builds of one second are on record in their order', async () => {
  const ids: string[] = [];
  for (const content of ['one', 'two', 'three', 'four', 'five']) {
    await write('includes/b.php', content);
    ids.push(unwrap(await build()).id);
    await pause(0.02, new AbortController().signal);
  }
  const listed = await new BuildRecords(join(root, 'home/builds')).list();
  expect(listed.map(({ id }) => id)).toEqual(ids);
});

describe('a build that fails', () => {
  test('names what PHP said about the tree, and leaves no half of a cache', async () => {
    rebuildExitCode = 255;
    expect(sentenceOf(await build())).toMatch(
      /localisation cache of MediaWiki 1\.43\.9 could not be built\..*PHP Parse error/,
    );
    expect(await readdir(join(root, 'home/cache/l10n'))).toEqual([]);
    expect(await new BuildRecords(join(root, 'home/builds')).list()).toEqual([]);
  });

  test.each([
    ['incremental', {}],
    ['full', { options: { full: true } }],
  ])(
    'because of what must not be in an image leaves none, and the one before as it was: %s',
    async (_, more) => {
      const before = unwrap(await build());
      auditOutput = 'a private key: /srv/mediawiki/php-1.43.9/includes/key.pem';
      await write('includes/key.pem', privateKey);
      expect(sentenceOf(await build({}, more))).toMatch(
        /was not kept, since it held what must not be in one: a private key: .*key\.pem\. Remove it/,
      );
      const refs = unwrap(await builder.list()).flatMap(({ refs }) => refs);
      expect(refs.filter((ref) => /draft|mediawiki/.test(ref))).toEqual([before.image.ref]);
      expect(await new BuildRecords(join(root, 'home/builds')).list()).toEqual([before]);
    },
  );

  test('looks into all of an image when the one below was looked into under other rules', async () => {
    unwrap(await build());
    const find = builder.find.bind(builder);
    builder.find = async (ref) => {
      const found = unwrap(await find(ref));
      return ok(found && { ...found, labels: { ...found.labels, 'gm1.audit': 'other' } });
    };
    auditOutput = 'a patch: /srv/mediawiki/php-1.43.9/x.rej';
    await write('includes/a.php', '<?php');
    expect(sentenceOf(await build())).toMatch(/must not be in one: a patch: .*x\.rej\. Remove it/);
  });

  test('hands on why there is nothing to build', async () => {
    const failure = { kind: 'usage', what: 'No such folder.', next: 'Correct it.' } as const;
    const source = { ...sourceOf({}), fetch: async () => failed(failure) };
    expect(await build({}, { source })).toEqual({ ok: false, failure });
  });

  test('makes nothing of a tree that no image can be made of, and does not ask that of one that made an image', async () => {
    const failure = { kind: 'usage', what: 'A link leads out.', next: 'Mend it.' } as const;
    const source = { ...sourceOf({}), check: () => failed(failure) };
    expect(await build({}, { source })).toEqual({ ok: false, failure });
    expect(builder.made).not.toContain('gm1/draft');
    await build();
    expect(unwrap(await build({}, { source }))).toMatchObject({ kind: 'cached', files: 6 });
  });

  test('is not recorded when it was interrupted', async () => {
    const outcome = await build({}, { signal: AbortSignal.abort() });
    expect(outcome).toEqual({ ok: false, failure: interrupted });
    expect(await new BuildRecords(join(root, 'home/builds')).list()).toEqual([]);
  });
});

test('what is published is on record with the digest that the registry gave, and timed', async () => {
  const record = unwrap(await build({}, { options: { registry: 'localhost:5000' } }));
  expect(record.published).toEqual(builder.pushed[0]);
  expect(record.phases.at(-1)?.name).toBe('publish');
});

test('two builds of one track wait for each other, and say so; others do not', async () => {
  const lock = await tryLock(join(root, 'home/locks/build/x-next'));
  if ('holder' in lock) throw new Error('Nobody else can hold it.');
  const notices: string[] = [];
  const onNotice = (text: string) => {
    notices.push(text);
    void lock[Symbol.asyncDispose]();
  };
  unwrap(await build({}, { track: 'train', onNotice }));
  expect(notices).toEqual([]);
  unwrap(await build({}, { onNotice }));
  expect(notices).toEqual([`Waiting for process ${process.pid}, which builds next of x.`]);
});

test('records of another form are passed over', async () => {
  await mkdir(join(root, 'home/builds'), { recursive: true });
  await writeFile(join(root, 'home/builds/a.json'), '{"id": 1}');
  await writeFile(join(root, 'home/builds/b.json'), '{');
  expect(await new BuildRecords(join(root, 'home/builds')).list()).toEqual([]);
});

interface Content {
  readonly version?: string;
  readonly diff?: string;
}

function sourceOf({ version = '1.43.9', diff }: Content) {
  return {
    fetch: async () => ok('fetched'),
    stage: async () => {
      const part = { directory: join(root, 'tree'), target: `php-${version}` };
      const entries = await listTree(part.directory);
      const manifest: Manifest = {
        hash: treeHash(entries),
        version,
        versions: [version],
        checkouts: [],
        config: { name: 'contained', hash: 'c' },
      };
      return ok({ manifest, parts: [{ ...part, entries }], ...(diff !== undefined && { diff }) });
    },
    check: (): Outcome<void> => ok(undefined),
    gitInfo: async () => undefined,
  };
}

function build(content: Content = {}, changes: Partial<BuildInput<string>> = {}) {
  return buildTrack({
    definition,
    track: 'next',
    options: {},
    source: sourceOf(content),
    projectRoot: root,
    home: homeAt(join(root, 'home')),
    builderVersion: '0.1.0',
    builder,
    sandbox,
    clock,
    pause,
    signal: new AbortController().signal,
    listener: { started: () => {}, finished: () => {} },
    onNotice: () => {},
    ...changes,
  });
}

/** Writes a cache for every language that is asked for, or says what the audit found. */
const sandbox: Sandbox = {
  run: async (job) => {
    jobs.push(job);
    const languages = job.env?.LANGUAGES?.split(',');
    if (!languages) return ok({ exitCode: 0, output: auditOutput });
    const [directory = ''] = Object.keys(job.folders ?? {}).filter((folder) => folder.endsWith('/l10n'));
    for (const language of languages) await writeFile(join(directory, `${language}.l10n.php`), language);
    await pause(46, job.signal ?? new AbortController().signal);
    return ok({ exitCode: rebuildExitCode, output: 'PHP Parse error: syntax error in x.php' });
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
