import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoints } from '../../core/endpoint.ts';
import { failed, interrupted, ok } from '../../core/failure.ts';
import type { Track } from '../../core/track.ts';
import { type Command, systemCommand } from '../../system/command.ts';
import { FakeWiki } from '../../testing/fake-wiki.ts';
import { describeRunner } from '../../testing/runner.contract.ts';
import { sentenceOf, unwrap } from '../../testing/unwrap.ts';
import type { SuiteJob } from '../runner.ts';
import { ApiTestingRunner } from './api-testing-runner.ts';
import { installPackages, packagesOf } from './install-packages.ts';

const project = join(import.meta.dirname, '../../..');
const fixture = join(project, 'harness/testing/fixtures/api-testing/tests/api-testing');
const page = 'A page › with a (difficult) title';
const cache = mkdtempSync(join(tmpdir(), 'gm1-api-testing-'));
const { signal } = new AbortController();

const tools = { command: systemCommand, env: process.env, cache };
const files = readdirSync(fixture).map((name) => ({
  from: join(fixture, name),
  to: `tests/api-testing/${name}`,
}));
const runner = new ApiTestingRunner({ ...tools, tests: async () => ok({ version: '1.43.9', files }) });

/** The mocha that is here stands for the one that would be fetched. */
const npm: Command = {
  run: async (_file, _args, options) => {
    await symlink(join(project, 'node_modules'), join(options?.cwd ?? '', 'node_modules'));
    return { exitCode: 0, stdout: '', stderr: '' };
  },
};

beforeAll(async () => {
  unwrap(await installPackages(packagesOf('1.43.9'), cache, npm, signal));
});

afterAll(() => rmSync(cache, { recursive: true }));

function identify(file: string, ...titlePath: readonly string[]) {
  return { suite: 'api-testing', file: `tests/api-testing/${file}`, titlePath, project: 'api-testing' };
}

describeRunner('ApiTestingRunner', {
  suite: 'api-testing',
  runner,
  shape: 'development',
  chooses: 'files',
  tests: {
    opens: identify('first.js', page, 'opens'),
    opensTwice: identify('first.js', page, 'opens twice'),
    missing: identify('first.js', page, 'is missing'),
    opensElsewhere: identify('second.js', page, 'opens'),
    waits: identify('second.js', 'The end', 'waits for its answer'),
    skipped: identify('second.js', 'The end', 'is skipped'),
  },
});

test('an environment without a wiki of shape development is told so', async () => {
  await using wiki = await FakeWiki.start();
  const outcome = await runner.run(jobOn(wiki.endpoints));
  expect(sentenceOf(outcome)).toContain('has no wiki of shape development');
});

test("the tests are the train's, whichever track is tested, or those of the track that is named", async () => {
  await using wiki = await FakeWiki.start();
  const asked: Track[] = [];
  const tests = async (of: Track) => {
    asked.push(of);
    return failed(interrupted);
  };
  const wikis = wiki.endpoints.wikis.map((one) => ({ ...one, shape: 'development' }));
  const job = jobOn({ ...wiki.endpoints, wikis });
  for (const choice of [{}, { testsOf: 'next' }, { testsOf: 'train' }] as const)
    await new ApiTestingRunner({ ...tools, tests }).run({ ...job, choice });
  expect(asked).toEqual(['train', 'next', 'train']);
});

test('a failure that cannot be helped here is left out, and its exit code is no riddle', async () => {
  await using wiki = await FakeWiki.start();
  const to = 'extensions/Math/tests/api-testing/popupTest.js';
  const tests = async () => ok({ version: '1.43.9', files: [{ from: join(fixture, 'first.js'), to }] });
  const wikis = wiki.endpoints.wikis.map((one) => ({ ...one, shape: 'development' }));
  const job = jobOn({ ...wiki.endpoints, wikis });
  const resultsDirectory = await mkdtemp(join(cache, 'results-'));
  const choice = { grep: 'is missing' };
  const finished = await new ApiTestingRunner({ ...tools, tests }).run({ ...job, resultsDirectory, choice });
  expect(unwrap(finished)).toMatchObject({ attempts: [{ status: 'skipped' }], problems: [] });
});

function jobOn(endpoints: Endpoints): SuiteJob {
  return {
    suite: 'api-testing',
    endpoints,
    endpointsFile: '',
    resultsDirectory: cache,
    purpose: 'first',
    workers: 1,
    signal,
    onAttempt: () => {},
  };
}
