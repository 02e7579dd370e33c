import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { compareRun } from '../comparison/compare-run.ts';
import type { Comparison } from '../core/comparison.ts';
import type { SuiteName } from '../core/definition.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Attempt, AttemptStatus } from '../core/result.ts';
import type { Track } from '../core/track.ts';
import type { TrackLogs } from '../run/stages.ts';
import type { Runner, SuiteJob } from '../runners/runner.ts';
import type { RememberedTest } from '../store/remembered-tests.ts';
import { callGm1 } from '../testing/command-call.ts';
import {
  sampleAttempt,
  sampleDefinition,
  sampleEnvironment,
  sampleLog,
  sampleLogs,
  sampleRun,
} from '../testing/sample-run.ts';
import type { Services } from './context.ts';

/** The titles of the suites' tests and how they end, in turn when there are several ways. */
type Titles = Readonly<Record<string, readonly AttemptStatus[]>>;

let suites: Readonly<Record<string, Titles>>;
let jobs: SuiteJob[];
let remembered: readonly RememberedTest[];
let logs: Outcome<TrackLogs>;
let resultsDirectory: string;
let recorded: Outcome<Comparison>;

beforeEach(() => {
  logs = ok(sampleLogs('next'));
  resultsDirectory = '/nowhere';
  suites = { http: { answers: ['passed'] }, api: { edits: ['passed'], moves: ['passed'] } };
  [jobs, remembered] = [[], []];
});

const identity = (suite: string, title: string) => ({
  suite,
  file: 'a.spec.ts',
  titlePath: [title],
  project: suite,
});

function runnerOf(suite: SuiteName, takes: Runner['takes']): Runner {
  const rounds = new Map<string, number>();
  return {
    takes,
    run: async (job) => {
      jobs.push(job);
      job.choice?.ui?.('http://127.0.0.1:4000');
      if (job.choice?.ui) return ok({ attempts: [], problems: [] });
      const pattern = new RegExp(job.choice?.grep ?? '', 'i');
      const titles = Object.entries(suites[suite] ?? {}).filter(
        ([title]) => pattern.test(title) && (job.only?.some((only) => only.titlePath[0] === title) ?? true),
      );
      const attempts = titles.map(([title, ends]): Attempt => {
        const round = rounds.get(title) ?? 0;
        rounds.set(title, round + 1);
        const status = ends[round % ends.length] ?? 'passed';
        const rest = { track: 'next', purpose: 'first', startedAt: '', seconds: 1, attachments: [] } as const;
        return { test: identity(suite, title), status, message: 'wrong', ...rest };
      });
      return ok({ attempts, problems: [] });
    },
  };
}

function gm1Test(...args: readonly string[]) {
  const runners = {
    http: runnerOf('http', ['grep']),
    api: runnerOf('api', ['grep', 'wiki', 'testsOf', 'persona', 'headed', 'ui']),
  };
  const nothing = { doubt: () => {}, [Symbol.asyncDispose]: async () => {} };
  const services: Partial<Services> = {
    workers: 2,
    clock: { now: () => new Date('2026-11-22T12:00:00Z'), seconds: () => 0 },
    loadDefinition: async () => ok(sampleDefinition),
    stages: async () =>
      ok({ runners: async () => runners, watch: () => nothing, collectLogs: async () => logs } as never),
    holdEnvironment: async () => ok(nothing),
    running: async () =>
      ok({
        record: {
          ...sampleEnvironment('next'),
          lease: { owner: 'me', expires: '2026-11-29T12:00:00.000Z' },
        },
        endpoints: { environment: 'sample', track: 'next', scriptPath: '/w', wikis: [], accounts: [] },
        endpointsFile: '/nowhere',
      }),
    openBrowser: async () => true,
    store: { readComparison: async () => recorded } as never,
    resultsDirectory: async () => resultsDirectory,
    testMemory: (...asked) => ({
      read: async () => (asked[2] === 'next' ? [] : remembered),
      write: async (tests) => {
        remembered = tests;
      },
    }),
  };
  return callGm1(['test', ...args], { services });
}

const ran = () =>
  jobs.map(({ suite, only }) => [suite, ...(only ?? []).map(({ titlePath }) => titlePath[0])]);

test('all suites run, and what they passed is counted', async () => {
  expect(await gm1Test()).toMatchObject({ exitCode: 0, stdout: '3 passed\n' });
  expect(ran()).toEqual([['http'], ['api']]);
});

test('tests of a suite that ran last time and did not run now are said, once', async () => {
  await gm1Test();
  suites = { ...suites, api: { edits: ['passed'] } };
  expect((await gm1Test()).stderr).toContain(
    'One test ran last time and did not run now:\n    api › a.spec.ts › moves › api',
  );
  expect((await gm1Test()).stderr).not.toContain('did not run now');
});

test('what the wikis logged of a failed test is told beside its result', async () => {
  resultsDirectory = await mkdtemp(join(tmpdir(), 'gm1-test-'));
  suites = { api: { edits: ['failed'], moves: ['passed'] } };
  const test = 'api › a.spec.ts › edits › api';
  const attempt = { purpose: 'first', startedAt: '' } as const;
  logs = ok(sampleLogs('next', [sampleLog('next', { test, attempt, message: 'It broke' })]));
  const { stdout } = await gm1Test('--suite', 'api');
  const [, file = ''] = /^ {4}requests and logs: (.*)$/m.exec(stdout) ?? [];
  expect(await readFile(file, 'utf8')).toContain('It broke');
  logs = ok({ ...sampleLogs('next'), unfinishedJobs: true });
  expect((await gm1Test('--suite', 'api')).stderr).toContain('Jobs of next did not end');
  logs = failed({ kind: 'infrastructure', what: 'No logs.', next: 'Look.' });
  const without = await gm1Test('--suite', 'api');
  expect(without).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('No logs. Look.') });
  expect(without.stdout).not.toContain('requests and logs');
  await rm(resultsDirectory, { recursive: true });
});

test('a choice of tests leaves nothing to be missed', async () => {
  await gm1Test();
  expect((await gm1Test('--grep', 'EDITS')).stderr).not.toContain('did not run now');
  expect((await gm1Test('--suite', 'http')).stderr).not.toContain('did not run now');
});

test('a pattern that matches nothing at all tests nothing and is no success', async () => {
  expect(await gm1Test('--grep', 'paints')).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining("No test of http, api matches --grep 'paints', so nothing was tested."),
  });
});

test('what failed last time is run alone, until nothing is left', async () => {
  suites = { ...suites, api: { edits: ['failed', 'passed'], moves: ['failed'] } };
  expect((await gm1Test()).exitCode).toBe(1);
  jobs = [];
  suites = { ...suites, api: { edits: ['passed'], moves: ['passed'] } };
  expect(await gm1Test('--last-failed')).toMatchObject({ exitCode: 0, stdout: '2 passed\n' });
  expect(ran()).toEqual([['api', 'edits', 'moves']]);
  expect(await gm1Test('--last-failed')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('No test of http, api is known to have failed last time'),
  });
});

/** A run in which `edits` of api and `answers` of http regressed and `moves` is flaky. */
function recordRun(...more: readonly Attempt[]): void {
  const attempt = (suite: string, title: string, track: Track, ...ends: readonly AttemptStatus[]) =>
    ends.map((status) => sampleAttempt(track, status, { test: identity(suite, title) }));
  const attempts = [
    ...['edits', 'moves'].flatMap((title) => attempt('api', title, 'train', 'passed')),
    ...attempt('http', 'answers', 'train', 'passed'),
    ...attempt('api', 'edits', 'next', 'failed', 'failed'),
    ...attempt('api', 'moves', 'next', 'failed', 'passed'),
    ...attempt('http', 'answers', 'next', 'failed'),
  ];
  recorded = ok(compareRun(sampleRun({ attempts: [...attempts, ...more] })));
}

test.each([
  [
    ['--run', 'latest'],
    [
      ['http', 'answers'],
      ['api', 'edits'],
    ],
  ],
  [
    ['--run', 'latest', '--verdict', 'regressed'],
    [
      ['http', 'answers'],
      ['api', 'edits'],
    ],
  ],
  [['--verdict', 'flaky-next'], [['api', 'moves']]],
  [['--verdict', 'regressed', 'flaky-next', '--suite', 'api'], [['api', 'edits', 'moves']]],
])('%j runs exactly the tests that the run called so', async (args, tests) => {
  recordRun();
  expect((await gm1Test(...args)).stderr).not.toContain('did not run');
  expect(ran().map(([suite, ...titles]) => [suite, ...titles.toSorted()])).toEqual(tests);
});

test('a test that a run called so and no suite has any more is told', async () => {
  const gone = identity('browser', 'draws');
  const [passed, fails] = [
    sampleAttempt('train', 'passed', { test: gone }),
    sampleAttempt('next', 'failed', { test: gone }),
  ];
  recordRun(passed, fails);
  const { stdout, stderr } = await gm1Test('--run', 'latest');
  expect(stdout).toBe('2 passed\n');
  expect(stderr).toContain(
    'One test to run again did not run now:\n    browser › a.spec.ts › draws › browser',
  );
  suites = { ...suites, http: {}, api: {} };
  expect(await gm1Test('--run', 'latest')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('None of these tests of http, api is there any more'),
  });
});

test('a run without such a verdict, or without any, tests nothing', async () => {
  recordRun();
  const { run } = compareRun(sampleRun());
  expect(await gm1Test('--run', 'latest', '--verdict', 'missing', 'fixed')).toMatchObject({
    exitCode: 2,
    stderr: `gm1: No test of http, api is missing or fixed in the run ${run}, so nothing was tested. "gm1 compare ${run}" shows its verdicts.\n`,
  });
  recorded = failed({ kind: 'usage', what: 'There is no run x.', next: 'Name one.' });
  expect(await gm1Test('--run', 'x')).toMatchObject({
    exitCode: 2,
    stderr: 'gm1: There is no run x. Name one.\n',
  });
  expect(jobs).toEqual([]);
});

test('a repeated test tells how often it failed', async () => {
  suites = { ...suites, api: { edits: ['passed', 'failed', 'passed'] } };
  const { exitCode, stdout } = await gm1Test('--suite', 'api', '--repeat', '3');
  expect(exitCode).toBe(1);
  expect(stdout).toBe(
    '✖ api › a.spec.ts › edits › api, failed 1 of 3 times\n    wrong\n2 passed, 1 failed\n',
  );
});

test('a suite whose tool cannot follow a choice is left out with a word, or refused when it was named', async () => {
  const { exitCode, stderr } = await gm1Test('--persona', 'newcomer', '--headed');
  expect(exitCode).toBe(0);
  expect(stderr).toContain('--persona and --headed are not for http: left out.');
  expect(ran()).toEqual([['api']]);
  expect(jobs[0]?.choice).toMatchObject({ persona: 'newcomer', headed: true });
  expect(await gm1Test('--suite', 'http', '--headed')).toMatchObject({
    exitCode: 2,
    stderr: 'gm1: --headed is not for the suite http. Leave it out, or name other suites.\n',
  });
});

test("upstream's tests as next has them are for the suites that come from a track, and are missed by none", async () => {
  await gm1Test();
  suites = { ...suites, api: { edits: ['passed'] } };
  const { stderr } = await gm1Test('--tests-of', 'next');
  expect(stderr).toContain('--tests-of is not for http: left out.');
  expect(stderr).not.toContain('did not run now');
  expect(jobs.at(-1)).toMatchObject({ suite: 'api', choice: { testsOf: 'next' } });
});

test("the test tool's own page is shown, and counts as nothing", async () => {
  expect(await gm1Test('--suite', 'api', '--ui')).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr: expect.stringContaining('in your browser; Ctrl-C ends it.\nhttp://127.0.0.1:4000\n'),
  });
  expect(remembered).toEqual([]);
});

test.each([
  [['--suite', 'apis'], 'has no suite "apis". It has: http, api.'],
  [['--wiki', 'enwiki'], 'has no wiki "enwiki". It has: testwiki.'],
  [['--grep', '('], 'regular expression'],
  [['--repeat', '0'], 'number from 1'],
  [['--verdict', 'broken'], 'Allowed choices are regressed, missing'],
  [['--run', 'latest', '--last-failed'], "cannot be used with option '--run <run>'"],
  [['--verdict', 'fixed', '--last-failed'], "cannot be used with option '--verdict <verdict...>'"],
  [['--tests-of', 'master'], 'Allowed choices are train, next'],
  [['--persona', 'king'], 'Allowed choices are sysop, user'],
])('%j is refused', async (args, sentence) => {
  const { exitCode, stderr } = await gm1Test(...args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(sentence);
  expect(jobs).toEqual([]);
});
