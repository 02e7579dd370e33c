import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SourceDefinition } from '../core/definition.ts';
import { failed, interrupted } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { systemCommand } from '../system/command.ts';
import { sampleDefinition } from '../testing/sample-run.ts';
import { plantFiles, ThrowAwayRepository } from '../testing/throw-away-repository.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { fetchUpstreamTests } from './upstream-tests.ts';

const page = 'tests/selenium/specs/page.js';
const rest = 'tests/api-testing/REST/Page.js';
const echo = 'extensions/Echo/tests/selenium/specs/echo.js';
const skin = 'skins/Vector/tests/selenium/wdio.conf.js';
const code = {
  'includes/Defines.php': "<?php\ndefine( 'MW_VERSION', '1.46.0-alpha' );\n",
  'vendor/autoload.php': '<?php',
};
const tests = { [page]: 'page\n', [rest]: 'rest\n', [echo]: 'echo\n', [skin]: 'skin\n' };
const others = { 'tests/phpunit/PageTest.php': '<?php', 'extensions/Echo/tests/selenium.md': '' };
const tree = { ...code, ...tests, ...others };

let root: string;
let repository: ThrowAwayRepository;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-upstream-'));
  repository = await ThrowAwayRepository.create();
});

afterEach(async () => {
  await repository[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

test.each<Track>(['train', 'next'])('of %s are those in its directory', async (track) => {
  await plantFiles(join(root, 'train'), code);
  await plantFiles(join(root, 'next'), code);
  await plantFiles(join(root, track), tree);
  const directory = (name: Track) => ({ kind: 'directory' as const, path: join(root, name) });
  const found = await fetchTests(track, { train: directory('train'), next: directory('next') });
  expect(unwrap(found).version).toBe('1.46.0-alpha');
  expect(await contentOf(found)).toEqual(tests);
});

test('are those of core and of checkouts in git', async () => {
  await using checkout = await ThrowAwayRepository.create();
  await repository.commit({ ...code, [page]: 'page\n', [rest]: 'rest\n' });
  await checkout.commit({ 'extension.json': '{}', 'tests/selenium/specs/echo.js': 'echo\n' });
  const checkouts = [{ path: 'extensions/Echo', url: checkout.directory, branch: 'master' }];
  expect(await contentOf(await fetchTests('next', { next: gitSource({ checkouts }) }))).toEqual({
    [page]: 'page\n',
    [rest]: 'rest\n',
    [echo]: 'echo\n',
  });
});

test('are changed, added and removed by patches of the track', async () => {
  await repository.commit(tree);
  const { [rest]: _removed, ...kept } = tree;
  await repository.commit({ ...kept, [page]: 'changed\n', 'tests/selenium/specs/new.js': 'new\n' });
  const patch = await repository.git('diff', 'HEAD~', 'HEAD');
  await plantFiles(root, { 'tests.patch': `${patch}\n` });
  const patches = [{ checkout: '', file: join(root, 'tests.patch') }];
  await repository.git('reset', '-q', '--hard', 'HEAD~');
  expect(await contentOf(await fetchTests('next', { next: { ...gitSource({}), patches } }))).toEqual({
    [page]: 'changed\n',
    'tests/selenium/specs/new.js': 'new\n',
    [echo]: 'echo\n',
    [skin]: 'skin\n',
  });
});

test('of a track that has none are not taken from the other', async () => {
  await plantFiles(join(root, 'train'), tree);
  await plantFiles(join(root, 'next'), code);
  const directory = (name: Track) => ({ kind: 'directory' as const, path: join(root, name) });
  const found = await fetchTests('next', { train: directory('train'), next: directory('next') });
  expect(sentenceOf(found)).toContain('The code of next has no tests/selenium and no tests/api-testing.');
});

function gitSource(choice: {
  readonly checkouts?: readonly { path: string; url: string; branch: string }[];
}) {
  return {
    kind: 'git' as const,
    core: { url: repository.directory, branch: 'master' },
    submodules: false,
    checkouts: [],
    fallback: 'master',
    optional: [],
    mirrors: {},
    ...choice,
  };
}

function fetchTests(track: Track, tracks: Partial<Record<Track, SourceDefinition>>) {
  const nothing = async () => failed(interrupted);
  return fetchUpstreamTests(
    {
      definition: { ...sampleDefinition, tracks: { ...sampleDefinition.tracks, ...tracks } },
      track,
      projectRoot: root,
      cache: join(root, 'cache'),
      sandbox: { run: nothing },
      images: { pull: nothing, extract: nothing },
      http: { send: nothing },
      find: async () => undefined,
      command: systemCommand,
      signal: new AbortController().signal,
      onNotice: () => {},
    },
    'base',
  );
}

async function contentOf(found: Awaited<ReturnType<typeof fetchTests>>) {
  const { files } = unwrap(found);
  const texts = files.map(async ({ from, to }) => [to, await readFile(from, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}
