import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Definition, WikiDefinition } from '../core/definition.ts';
import type { TreePart } from '../core/tree.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import type { FetchedTree } from './fetched-tree.ts';
import { checkStaged, stageTree } from './stage.ts';
import type { VersionChoice } from './versions.ts';

const wikis: readonly WikiDefinition[] = [
  { dbname: 'testwiki', lang: 'en', shape: 'wikipedia' },
  { dbname: 'testcommonswiki', lang: 'en', shape: 'commons' },
];
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-stage-'));
  await mkdir(join(root, 'contained/wmf-config'), { recursive: true });
  await writeFile(join(root, 'contained/wmf-config/CommonSettings.php'), '<?php');
  await writeFile(join(root, 'contained/README'), 'not staged');
});

afterEach(() => rm(root, { recursive: true }));

test('lays the configuration and the files of the farm beside the code', async () => {
  const { parts, manifest } = unwrap(await stage());
  expect(parts[0]).toEqual(fetched().versions[0]?.parts[0]);
  const beside = parts[1];
  expect(beside?.entries.filter(({ kind }) => kind === 'file').map(({ path }) => path)).toEqual([
    'dblists/all.dblist',
    'dblists/commons.dblist',
    'dblists/wikipedia.dblist',
    'deployment-info.json',
    'php-1.43.9/LocalSettings.php',
    'wikiversions.json',
    'wmf-config/CommonSettings.php',
  ]);
  const read = async (path: string) => readFile(join(beside?.directory ?? '', path), 'utf8');
  expect(JSON.parse(await read('wikiversions.json'))).toEqual({
    testwiki: 'php-1.43.9',
    testcommonswiki: 'php-1.43.9',
  });
  expect(await read('dblists/all.dblist')).toBe('testwiki\ntestcommonswiki\n');
  expect(await read('dblists/commons.dblist')).toBe('testcommonswiki\n');
  expect(JSON.parse(await read('deployment-info.json'))).toEqual({
    common: [{ repo: 'gm1/environments/contained', branch: 'contained', commit_ref: manifest.config.hash }],
    versions: { '1.43.9': [{ repo: 'mediawiki/core', branch: 'wmf/next', commit_ref: 'abc' }] },
  });
});

test('has the same manifest for the same code and configuration, on whichever track', async () => {
  const first = unwrap(await stage());
  expect(unwrap(await stage())).toEqual(first);
});

test.each<[string, () => Promise<void> | void, Parameters<typeof stage>]>([
  ['the code', () => {}, [fetched('def')]],
  ['the farm', () => {}, [fetched(), wikis.slice(0, 1)]],
  [
    'the configuration',
    () => writeFile(join(root, 'contained/wmf-config/CommonSettings.php'), 'changed'),
    [],
  ],
])('has another manifest after a change of %s', async (_what, change, args) => {
  const before = unwrap(await stage()).manifest.hash;
  await change();
  expect(unwrap(await stage(...args)).manifest.hash).not.toBe(before);
});

describe('with several versions', () => {
  const versions = ['next', '1.45.0-wmf.3', '1.45.0-wmf.12'];
  const tree: FetchedTree = {
    versions: versions.map((version) => ({
      version,
      parts: [{ directory: `/${version}`, target: `php-${version}`, entries: [] }],
    })),
    checkouts: versions.flatMap((version) => [
      { repo: 'mediawiki/core', path: `php-${version}`, commit_ref: version, dirty: 1, url: 'https://x/y' },
      { repo: 'mediawiki/extensions/Echo', path: `php-${version}/extensions/Echo`, commit_ref: 'e' },
    ]),
    wikiversions: { testwiki: 'php-next', testcommonswiki: 'php-1.45.0-wmf.12', enwiki: 'php-next' },
    diff: 'diff --git a/x b/x',
  };

  test('stages those that a wiki runs, each with its settings and its commits', async () => {
    const { parts, manifest, diff } = unwrap(await stage(tree));
    expect(parts.map(({ target }) => target)).toEqual(['php-next', 'php-1.45.0-wmf.12', '']);
    expect(manifest.versions).toEqual(['1.45.0-wmf.12', 'next']);
    expect(manifest.version).toBe('next');
    expect(manifest.checkouts.map(({ path }) => path)).not.toContain('php-1.45.0-wmf.3/extensions/Echo');
    expect(manifest.checkouts).toHaveLength(4);
    expect(diff).toBe(tree.diff);
    const beside = parts.at(-1);
    expect(beside?.entries.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['php-1.45.0-wmf.12/LocalSettings.php', 'php-next/LocalSettings.php']),
    );
    expect(await readJson(beside, 'wikiversions.json')).toEqual(tree.wikiversions);
    expect(await readJson(beside, 'deployment-info.json')).toMatchObject({
      versions: {
        '1.45.0-wmf.12': [
          { repo: 'mediawiki/core', commit_ref: '1.45.0-wmf.12' },
          { repo: 'mediawiki/extensions/Echo', commit_ref: 'e' },
        ],
        next: [{ commit_ref: 'next' }, { commit_ref: 'e' }],
      },
    });
  });

  test('stages the one that is asked for, for all wikis', async () => {
    const { parts, manifest } = unwrap(await stage(tree, wikis, { singleVersion: '1.45.0-wmf.3' }));
    expect(manifest.versions).toEqual(['1.45.0-wmf.3']);
    expect(await readJson(parts.at(-1), 'wikiversions.json')).toEqual({
      testwiki: 'php-1.45.0-wmf.3',
      testcommonswiki: 'php-1.45.0-wmf.3',
      enwiki: 'php-1.45.0-wmf.3',
    });
  });

  test('has another manifest when a wiki runs another version', async () => {
    const map = { testwiki: 'php-next', testcommonswiki: 'php-1.45.0-wmf.12' };
    const swapped = { testwiki: 'php-1.45.0-wmf.12', testcommonswiki: 'php-next' };
    const [first, second] = [
      unwrap(await stage(tree, wikis, { wikiversions: map })),
      unwrap(await stage(tree, wikis, { wikiversions: swapped })),
    ];
    expect(first.manifest.versions).toEqual(second.manifest.versions);
    expect(first.manifest.hash).not.toBe(second.manifest.hash);
  });

  test('is refused when a wiki runs one that is not staged', async () => {
    const outcome = await stage(tree, wikis, { singleVersion: 'master' });
    expect(sentenceOf(outcome)).toContain('runs php-master, which is not staged');
  });
});

test.each<[string, TreePart, string]>([
  [
    'a link that leads out',
    {
      directory: '/tree',
      target: 'php-1.43.9',
      entries: [{ kind: 'link', path: 'x', to: '/home' }],
    },
    'The link php-1.43.9/x leads out',
  ],
  [
    'a file of two checkouts',
    {
      directory: '/echo',
      target: 'php-1.43.9/extensions/Echo',
      entries: [{ kind: 'link', path: 'x', to: 'y' }],
    },
    'Two checkouts claim php-1.43.9/extensions/Echo/x: mediawiki/core at php-1.43.9 and',
  ],
])('refuses %s', async (_what, part, expected) => {
  const [version] = fetched().versions;
  const core: TreePart = {
    directory: '/tree',
    target: 'php-1.43.9',
    entries: [{ kind: 'link', path: 'extensions/Echo/x', to: 'y' }],
  };
  const tree = { ...fetched(), versions: [{ version: version?.version ?? '', parts: [core, part] }] };
  expect(sentenceOf(checkStaged(unwrap(await stage(tree))))).toContain(expected);
});

test('leaves nothing half-made', async () => {
  await Promise.all([stage(), stage(), stage()]);
  expect(await readdir(join(root, 'cache/staging'))).toEqual([expect.stringMatching(/^[0-9a-f]{12}$/)]);
});

test('says so when the configuration is not there', async () => {
  await rm(join(root, 'contained'), { recursive: true });
  expect(sentenceOf(await stage())).toMatch(
    /contained has no wmf-config\/CommonSettings\.php\. Set `config`/,
  );
});

async function readJson(part: TreePart | undefined, path: string): Promise<unknown> {
  return JSON.parse(await readFile(join(part?.directory ?? '', path), 'utf8'));
}

function stage(
  tree: FetchedTree = fetched(),
  farm: readonly WikiDefinition[] = wikis,
  versions: VersionChoice = {},
) {
  const definition: Definition = {
    name: 'x',
    file: '/x.yaml',
    tracks: { train: { kind: 'debian', suite: 'trixie' }, next: { kind: 'debian', suite: 'sid' } },
    runtime: { base: 'trixie', php: '8.4' },
    config: join(root, 'contained'),
    wikis: farm,
    suites: [],
  };
  return stageTree({
    definition,
    config: definition.config,
    fetched: tree,
    versions,
    cache: join(root, 'cache'),
  });
}

function fetched(commit = 'abc'): FetchedTree {
  return {
    versions: [{ version: '1.43.9', parts: [{ directory: '/tree', target: 'php-1.43.9', entries: [] }] }],
    checkouts: [{ repo: 'mediawiki/core', path: 'php-1.43.9', branch: 'wmf/next', commit_ref: commit }],
  };
}
