import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Definition, WikiDefinition } from '../core/definition.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import type { FetchedTree } from './fetched-tree.ts';
import { stageTree } from './stage.ts';

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

function stage(tree: FetchedTree = fetched(), farm: readonly WikiDefinition[] = wikis) {
  const definition: Definition = {
    name: 'x',
    file: '/x.yaml',
    tracks: { train: { kind: 'debian', suite: 'trixie' }, next: { kind: 'debian', suite: 'sid' } },
    runtime: { base: 'trixie', php: '8.4' },
    config: join(root, 'contained'),
    wikis: farm,
    suites: [],
  };
  return stageTree({ definition, fetched: tree, cache: join(root, 'cache') });
}

function fetched(commit = 'abc'): FetchedTree {
  return {
    versions: [{ version: '1.43.9', parts: [{ directory: '/tree', target: 'php-1.43.9', entries: [] }] }],
    checkouts: [{ repo: 'mediawiki/core', path: 'php-1.43.9', branch: 'wmf/next', commit_ref: commit }],
  };
}
