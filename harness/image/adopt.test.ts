import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AdoptedImage } from '../core/adopted-image.ts';
import type { Definition } from '../core/definition.ts';
import { ok } from '../core/failure.ts';
import type { StagedTree } from '../core/manifest.ts';
import { mergeParts, type TreeEntry, type TreePart } from '../core/tree.ts';
import { writeWhole } from '../system/files.ts';
import { homeAt } from '../system/home.ts';
import { listTree, treeHash } from '../system/list-tree.ts';
import type { Sandbox } from '../system/sandbox.ts';
import { MemoryImageBuilder } from '../testing/memory-image-builder.ts';
import { simulatedTime } from '../testing/simulated-time.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { type BuildInput, type BuildOptions, buildTrack, type TreeSource } from './build.ts';

const ref = `registry.example.org/mediawiki@sha256:${'1'.repeat(64)}`;
const { clock, pause } = simulatedTime();
let root: string;
let builder: MemoryImageBuilder;
/** What the image has besides code. */
let own: readonly TreeEntry[];
let isComplete: boolean;
let found: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-adopt-'));
  builder = new MemoryImageBuilder();
  isComplete = false;
  found = '';
  own = [
    folder('private'),
    file('private/PrivateSettings.php'),
    folder('wmf-config'),
    file('wmf-config/CommonSettings.php'),
  ];
  for (const folder of ['runtime', 'adopted'])
    await writeWhole(join(root, 'environments/images', folder, 'Containerfile'), 'FROM base');
  await write('code/includes/a.php', 'a'.repeat(1000));
  await write('code/resources/logo.svg', 'logo');
  await write('code/languages/i18n/en.json', '{}');
  await write('config/w/index.php', 'entry');
  await write('config/wmf-config/CommonSettings.php', 'contained');
  const directory = join(root, 'code');
  code = { directory, target: 'php-next', entries: await listTree(directory) };
});

afterEach(() => rm(root, { recursive: true }));

const write = (path: string, content: string) => writeWhole(join(root, path), content);

function folder(path: string): TreeEntry {
  return { kind: 'folder', path };
}

function file(path: string): TreeEntry {
  return { kind: 'file', path, executable: false, bytes: 1, sha256: 'of the image' };
}

/** As it was when the image was fetched. */
let code: TreePart;

async function adoptedImage(): Promise<AdoptedImage> {
  const entries = [...mergeParts([code]).map(({ entry }) => entry), ...own];
  return {
    name: 'mediawiki:today',
    ref,
    digest: ref.slice(-71),
    entries,
    phpFpm: '/usr/sbin/php-fpm8.3',
    isComplete,
  };
}

async function stagedTree(): Promise<StagedTree> {
  const directory = join(root, 'code');
  const config = {
    directory: join(root, 'config'),
    target: '',
    entries: await listTree(join(root, 'config')),
  };
  const parts = [{ ...code, entries: await listTree(directory) }, config];
  const hash = treeHash(mergeParts(parts).map(({ entry }) => entry));
  const manifest = {
    hash,
    version: 'next',
    versions: ['next'],
    checkouts: [],
    config: { name: 'c', hash: 'c' },
  };
  return { parts, manifest, adopted: await adoptedImage() };
}

const definition: Definition = {
  name: 'x',
  file: '/x.yaml',
  tracks: { train: { kind: 'debian', suite: 'trixie' }, next: { kind: 'image', ref } },
  runtime: { base: 'trixie', php: '8.4' },
  config: '/contained',
  wikis: [{ dbname: 'testwiki', lang: 'en', shape: 'wikipedia' }],
  suites: [],
};

const sandbox: Sandbox = {
  run: async ({ env, folders = {} }) => {
    if (!env?.LANGUAGES) return ok({ exitCode: 0, output: found });
    const directory = Object.keys(folders).find((folder) => folder.endsWith('/l10n')) ?? '';
    await writeFile(join(directory, 'en.l10n.php'), 'messages');
    return ok({ exitCode: 0, output: '' });
  },
};

function input(changes: Partial<BuildInput<string>> = {}): BuildInput<string> {
  return {
    definition,
    track: 'next',
    options: {},
    source: source(stagedTree),
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
  };
}

function source(tree: () => Promise<StagedTree>): TreeSource<string> {
  return {
    fetch: async () => ok('fetched'),
    stage: async () => ok(await tree()),
    check: () => ok(undefined),
    gitInfo: async () => undefined,
  };
}

const build = (options: BuildOptions = {}) => buildTrack(input({ options }));

const made = () => builder.made.map((name) => name.replace(/:.*/, ''));

describe('an image from elsewhere', () => {
  test('gets what services need, the web server beside it, and one layer', async () => {
    const record = unwrap(await build());
    expect(made()).toEqual(['gm1/base', 'gm1/runtime', 'gm1/adopted', 'gm1/web', 'gm1/draft']);
    expect(record).toMatchObject({
      kind: 'incremental',
      adopted: { ref: 'mediawiki:today', digest: ref.slice(-71) },
      web: { ref: expect.stringMatching(/^gm1\/web:[0-9a-f]{12}$/) },
      parent: { ref: expect.stringMatching(/^gm1\/adopted:/) },
    });
    expect(record.phases.map(({ name }) => name)).toEqual([
      'runtime',
      'fetch',
      'stage',
      'adopt',
      'cache_git_info',
      'l10n-update',
      'build-and-push-container-images',
    ]);
  });

  test('keeps its code where it is, and has its configuration hidden', async () => {
    const { changes, reason } = unwrap(await build());
    // Two files of the configuration and one of messages are new; the image's secrets are gone.
    expect(changes).toMatchObject({ changed: 3, removed: 1 });
    expect(reason).toBe(
      'Laid on mediawiki:today: 3 files and links new or different, 1 files, links and folders hidden.',
    );
  });

  test('is cached when it was built before', async () => {
    const first = unwrap(await build());
    builder.made.length = 0;
    const again = unwrap(await build());
    expect(again).toMatchObject({
      kind: 'cached',
      image: first.image,
      web: first.web,
      adopted: first.adopted,
    });
    expect(builder.made).toEqual([]);
  });

  test('gets its web server again when only that was removed', async () => {
    const { web } = unwrap(await build());
    await builder.remove(web?.ref ?? '');
    builder.made.length = 0;
    expect(unwrap(await build())).toMatchObject({ kind: 'cached', web });
    expect(made()).toEqual(['gm1/web']);
  });

  test('that is patched a little is built on the build before', async () => {
    const first = unwrap(await build());
    await write('config/w/index.php', 'another entry');
    expect(unwrap(await build())).toMatchObject({ kind: 'incremental', parent: first.image });
  });

  test('never keeps files that are gone, however much changed', async () => {
    await build();
    await rm(join(root, 'code/includes/a.php'));
    await write('code/includes/b.php', 'b'.repeat(1000));
    expect(unwrap(await build())).toMatchObject({
      kind: 'incremental',
      parent: { ref: expect.stringMatching(/^gm1\/adopted:/) },
      changes: { changed: 4, removed: 2 },
    });
    expect(unwrap(await build({ full: true }))).toMatchObject({ changes: { changed: 4, removed: 2 } });
  });

  test('answers for its own files, gm1 for those that it adds', async () => {
    found = 'a file of secrets: /srv/mediawiki/php-next/.env\0';
    unwrap(await build());
    await write('config/w/.env', 'password');
    found = 'a file of secrets: /srv/mediawiki/w/.env\0';
    expect(sentenceOf(await build())).toContain('/srv/mediawiki/w/.env');
  });

  test('is not published, since its hidden files would be, too', async () => {
    expect(sentenceOf(await build({ registry: 'localhost:5000' }))).toMatch(
      /mediawiki:today is not published/,
    );
    expect(made()).toEqual(['gm1/base', 'gm1/runtime']);
  });
});

describe('an image that gm1 built', () => {
  beforeEach(async () => {
    isComplete = true;
    own = [];
    unwrap(await builder.fromContainerfile(elsewhere));
  });

  const elsewhere = {
    ref,
    directory: '',
    args: {},
    labels: {},
    signal: new AbortController().signal,
  };

  test('needs nothing but what differs', async () => {
    const record = unwrap(await build());
    expect(builder.made.slice(1).map((name) => name.replace(/:.*/, ''))).toEqual([
      'gm1/base',
      'gm1/runtime',
      'gm1/draft',
    ]);
    expect(record).toMatchObject({ kind: 'incremental', parent: { ref } });
    expect(record).not.toHaveProperty('web');
  });

  test('is taken as it is when nothing does, and may be published', async () => {
    await build();
    const staged = await stagedTree();
    const messages = await listTree(join(root, 'home/cache/l10n/trees'));
    const bytes = messages.find(({ path }) => path.endsWith('en.l10n.php'));
    if (bytes?.kind !== 'file') throw new Error('The messages are kept.');
    const path = 'php-next/cache/l10n/en.l10n.php';
    const config = staged.parts.slice(1);
    own = mergeParts([
      ...config,
      { directory: '', target: '', entries: [{ ...bytes, path }] },
      { directory: '', target: 'php-next/cache/l10n', entries: [] },
    ]).map(({ entry }) => entry);
    const record = unwrap(await build({ full: true, registry: 'localhost:5000' }));
    expect(record).toMatchObject({ kind: 'cached', reason: 'mediawiki:today is as gm1 would build it.' });
    expect(record.image.digest).toBe(unwrap(await builder.find(ref))?.digest);
    expect(record.published?.ref).toContain('localhost:5000');
  });

  test('that is removed meanwhile is missed', async () => {
    await builder.remove(ref);
    expect(sentenceOf(await build())).toContain('mediawiki:today was removed');
  });
});

test('another track is not built on what is made of an image, though gm1’s runtime may lie below', async () => {
  await build();
  const runtime = unwrap(await builder.find(builder.made[1] ?? ''));
  if (!runtime) throw new Error('The second image is the runtime.');
  const { signal } = new AbortController();
  unwrap(await builder.addLayer({ ref, parent: runtime, parts: [], target: '/', labels: {}, signal }));
  isComplete = true;
  expect(unwrap(await build()).parent).toMatchObject({ ref });
  const plain = async () => {
    const { adopted: _adopted, ...tree } = await stagedTree();
    return { ...tree, manifest: { ...tree.manifest, hash: 'sha256:another' } };
  };
  const record = unwrap(await buildTrack(input({ track: 'train', source: source(plain) })));
  expect(record.kind).toBe('full');
});
