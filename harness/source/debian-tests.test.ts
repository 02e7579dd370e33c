import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../core/failure.ts';
import { writeWhole } from '../system/files.ts';
import type { SandboxJob } from '../system/sandbox.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { fetchDebianTests } from './debian-tests.ts';

const echo = 'extensions/Echo/tests/selenium/specs/echo.js';
const page = 'tests/api-testing/REST/Page.js';
let cache: string;
let jobs: SandboxJob[];

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'gm1-tests-'));
  jobs = [];
});

afterEach(() => rm(cache, { recursive: true }));

test('fetches the tests of core, extensions and skins with the network', async () => {
  const tests = unwrap(await fetchTests(0, 'Get:1 source\nversion 1.43.9\ntree abc\n'));
  const root = join(cache, 'upstream/debian/trixie/abc');
  expect(tests).toEqual({
    version: '1.43.9',
    files: [echo, page].map((to) => ({ from: join(root, to), to })),
  });
  expect(jobs).toMatchObject([{ image: 'base', network: true, env: { SUITE: 'trixie' } }]);
});

test('fetches them once for each version of the packages', async () => {
  await keep('1.43.9');
  await writeWhole(join(cache, 'debian/trixie/current'), 'version 1.43.9\ntree ffff\n');
  expect(unwrap(await fetchTests(3, '')).version).toBe('1.43.9');
  expect(jobs).toEqual([]);
  await writeWhole(join(cache, 'debian/trixie/current'), 'version 1.43.10\ntree ffff\n');
  unwrap(await fetchTests(0, 'version 1.43.10\ntree abc\n'));
  expect(jobs).toHaveLength(1);
});

test.each([
  [3, "Temporary failure resolving 'x'", 'The package mirror does not answer'],
  [4, "E: Can't find a source to download", 'no source package of MediaWiki with tests in that suite'],
  [
    5,
    'E: Failed to fetch x.orig.tar.xz  404  Not Found',
    'Its source package, which alone has them, could not',
  ],
  [5, 'E: Failed to fetch x.orig.tar.xz  Hash Sum mismatch', 'signature or a checksum'],
])('says why there are none: exit code %i, %s', async (exitCode, output, why) => {
  const sentence = sentenceOf(await fetchTests(exitCode, output));
  expect(sentence).toMatch(/^The tests of MediaWiki could not be fetched from the Debian suite trixie\. /);
  expect(sentence).toContain(why);
});

async function keep(version: string): Promise<void> {
  const folder = join(cache, 'upstream/debian/trixie');
  await writeWhole(join(folder, 'current'), `version ${version}\ntree abc\n`);
  await writeTests(folder);
}

async function writeTests(folder: string): Promise<void> {
  for (const file of [page, echo]) await writeWhole(join(folder, 'abc', file), '');
}

function fetchTests(exitCode: number, output: string) {
  return fetchDebianTests({
    suite: 'trixie',
    base: 'base',
    projectRoot: cache,
    cache,
    sandbox: {
      run: async (job) => {
        jobs.push(job);
        await writeTests(join(cache, 'upstream/debian/trixie'));
        return ok({ exitCode, output });
      },
    },
    signal: new AbortController().signal,
  });
}
