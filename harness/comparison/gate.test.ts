import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Gate } from '../core/comparison.ts';
import type { Attempt } from '../core/result.ts';
import type { RunRecord } from '../core/run-record.ts';
import {
  passingAttempts,
  sampleAttempt,
  sampleBuild,
  sampleEnvironment,
  sampleLog,
  sampleLogs,
  sampleRun,
} from '../testing/sample-run.ts';
import { compareRun } from './compare-run.ts';

const gateOf = (change: Partial<RunRecord>): Gate => compareRun(sampleRun(change)).gate;

const many = passingAttempts(20);
const onTrain = sampleAttempt('train', 'passed', { title: 'edits' });
const failsOnce = sampleAttempt('next', 'failed', { title: 'edits' });
const failsAgain = sampleAttempt('next', 'failed', { title: 'edits', purpose: 'confirming' });
const confirmed = [...many, onTrain, failsOnce, failsAgain, failsAgain];
const without = (dropped: (attempt: Attempt) => boolean) => many.filter((attempt) => !dropped(attempt));
const failedWhenAway = (attempt: Attempt): Attempt =>
  attempt.track === 'next' && /\b7\b/.test(attempt.test.titlePath.join())
    ? { ...attempt, status: 'failed' }
    : attempt;
const broken = { kind: 'infrastructure', what: 'The engine stopped.', next: 'Start it.' } as const;
const phasesWithout = (name: string) => ({
  train: sampleRun().phases.train,
  next: sampleRun().phases.next.filter((phase) => phase.name !== name),
});

test('a whole run without findings is go', () => {
  expect(gateOf({})).toEqual({
    verdict: 'go',
    reasons: ['None of 40 tests regressed or is missing, and no error is new in the logs.'],
  });
});

test('go names what is worth a look', () => {
  const flaky = [
    onTrain,
    failsOnce,
    sampleAttempt('next', 'passed', { title: 'edits', purpose: 'confirming' }),
  ];
  expect(gateOf({ attempts: [...many, ...flaky] })).toEqual({
    verdict: 'go',
    reasons: [expect.stringContaining('41 tests'), 'Look at 1 flaky-next.'],
  });
});

const noGo: readonly [string, Partial<RunRecord>, RegExp][] = [
  [
    'a confirmed regression',
    { attempts: confirmed },
    /^regressed: http › read.yaml › edits › http\. .*every time\.$/,
  ],
  [
    'a failure that was never confirmed',
    { attempts: [...many, onTrain, failsOnce] },
    /^regressed: .*unconfirmed/,
  ],
  [
    'a failure confirmed once only',
    { attempts: [...many, onTrain, failsOnce, failsAgain] },
    /^regressed: .*unconfirmed/,
  ],
  ['a test that next did not run', { attempts: [...many, onTrain] }, /^missing: .*next did not have it/i],
  [
    'a test that next skipped',
    { attempts: [...many, onTrain, sampleAttempt('next', 'skipped', { title: 'edits' })] },
    /^missing: .*next skipped it/i,
  ],
  [
    'an error that only next logs',
    { logs: { train: sampleLogs('train'), next: sampleLogs('next', [sampleLog('next')]) } },
    /^New in the logs: error · error · Something broke\. Only next wrote it: once, 10 per 1000 requests\.$/,
  ],
  [
    'a deprecation that only next logs',
    {
      logs: {
        train: sampleLogs('train'),
        next: sampleLogs('next', [sampleLog('next', { channel: 'deprecated', level: 'warning' })]),
      },
    },
    /^New deprecation: .*It blocks the next train\.$/,
  ],
  [
    'a confirmed regression in a run that then broke down',
    { attempts: confirmed, state: 'failed', failures: [{ track: 'next', phase: 'api', failure: broken }] },
    /^regressed/,
  ],
];

describe('no-go for', () => {
  test.each(noGo)('%s', (_, change, reason) => {
    const gate = gateOf(change);
    expect(gate.verdict).toBe('no-go');
    expect(gate.reasons[0]).toMatch(reason);
  });
});

const inconclusive: readonly [string, Partial<RunRecord>, RegExp][] = [
  ['no tests at all', { attempts: [] }, /^No test ran at all\.$/],
  [
    'nothing but skipped tests',
    { attempts: many.map((attempt): Attempt => ({ ...attempt, status: 'skipped' })) },
    /^No test ran at all\.$/,
  ],
  [
    'a suite that is absent on both tracks',
    { attempts: without(({ test }) => test.suite === 'api') },
    /^The suite api ran no test on train\.$/,
  ],
  [
    'a suite that is absent on next',
    { attempts: without(({ test, track }) => test.suite === 'api' && track === 'next') },
    /^The suite api ran no test on next\.$/,
  ],
  [
    'a suite that is absent on train',
    { attempts: without(({ test, track }) => test.suite === 'api' && track === 'train') },
    /^The suite api ran no test on train\.$/,
  ],
  [
    'a suite that was skipped as a whole on both tracks',
    {
      attempts: many.map(
        (attempt): Attempt => (attempt.test.suite === 'api' ? { ...attempt, status: 'skipped' } : attempt),
      ),
    },
    /^The suite api ran no test on train\.$/,
  ],
  ['a suite that did not end', { phases: phasesWithout('api') }, /^The suite api did not end on next\.$/],
  [
    'a regression that services which were away confirmed, in an interrupted run',
    {
      state: 'interrupted',
      attempts: [
        ...many,
        onTrain,
        failsOnce,
        failsAgain,
        { ...failsAgain, startedAt: '2026-11-22T18:00:00.000Z' },
      ],
      outages: [
        { track: 'next', from: '2026-11-22T18:00:00.000Z', to: '2026-11-22T18:00:01.000Z', failure: broken },
      ],
    },
    /^The run was interrupted before its end\.$/,
  ],
  [
    'more than 2 % of the tests that failed while services were away',
    {
      attempts: many.map(failedWhenAway),
      outages: [
        { track: 'next', from: many[0]?.startedAt ?? '', to: many[0]?.startedAt ?? '', failure: broken },
      ],
    },
    /^2 of 40 tests failed while services of the wikis or the browser were away, or the disk was full \(5 %, 2 % may\)\.$/,
  ],
  [
    'fewer than 95 % of the tests on next',
    { attempts: without(({ test, track }) => track === 'next' && /\b[012]\b/.test(test.titlePath.join())) },
    /^Only 34 of the 40 expected tests ran on next \(85 %, 95 % are needed\)\.$/,
  ],
  [
    'fewer than 95 % of the tests on train, though all that ran on next passed',
    { attempts: without(({ test, track }) => track === 'train' && /\b[012]\b/.test(test.titlePath.join())) },
    /^Only 34 of the 40 expected tests ran on train/,
  ],
  [
    'an image that was not built',
    {
      state: 'failed',
      builds: { train: sampleBuild('train') },
      environments: {},
      attempts: [],
      failures: [{ track: 'next', phase: 'build', failure: broken }],
    },
    /^next build: The engine stopped\. Start it\.$/,
  ],
  [
    'an environment that never became ready, without hundreds of missing tests',
    {
      environments: { train: sampleEnvironment('train') },
      attempts: many.filter(({ track }) => track === 'train'),
    },
    /^The environment of next never became ready\.$/,
  ],
  ['no images and no word why', { builds: {}, environments: {} }, /^No image of train was built\.$/],
  [
    'a run that broke down, all of whose tests passed',
    { state: 'failed', failures: [{ phase: 'logs', failure: broken }] },
    /^logs: The engine stopped\. Start it\.$/,
  ],
  ['an interrupted run', { state: 'interrupted' }, /^The run was interrupted before its end\.$/],
  ['a run that still goes on', { state: 'running' }, /^The run has not ended yet\.$/],
  [
    'an unconfirmed failure in an interrupted run',
    { state: 'interrupted', attempts: [...many, onTrain, failsOnce] },
    /^The run was interrupted before its end\.$/,
  ],
  [
    'logs that were not collected',
    { logs: { train: sampleLogs('train') } },
    /^The logs of next were not collected\.$/,
  ],
  [
    'logs of no request',
    { logs: { train: sampleLogs('train'), next: { ...sampleLogs('next'), requests: 0 } } },
    /^The logs of next show no request/,
  ],
  [
    'new errors in a run that broke down',
    {
      state: 'failed',
      failures: [{ track: 'next', phase: 'api', failure: broken }],
      logs: { train: sampleLogs('train'), next: sampleLogs('next', [sampleLog('next')]) },
    },
    /^next api: The engine stopped/,
  ],
];

describe('inconclusive for', () => {
  test.each(inconclusive)('%s', (_, change, reason) => {
    const gate = gateOf(change);
    expect(gate.verdict).toBe('inconclusive');
    expect(gate.reasons[0]).toMatch(reason);
  });
});

test('an environment that never became ready is one reason', () => {
  const gate = gateOf({
    environments: { train: sampleEnvironment('train') },
    attempts: many.filter(({ track }) => track === 'train'),
    failures: [{ track: 'next', phase: 'provision', failure: broken }],
    state: 'failed',
  });
  expect(gate.reasons).toEqual(['next provision: The engine stopped. Start it.']);
});

test('what goes wrong with a run never turns it into go', () => {
  const troubles = fc.subarray([...noGo, ...inconclusive], { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(troubles, (chosen) => {
      const change = Object.assign({}, ...chosen.map(([, one]) => one));
      expect(gateOf(change).verdict).not.toBe('go');
    }),
  );
});

test('the counts add up to the total', () => {
  const { counts, total, logCounts, logs, run } = compareRun(
    sampleRun({
      attempts: [...confirmed, sampleAttempt('train', 'skipped', { title: 'x' })],
      logs: { train: sampleLogs('train', [sampleLog('train')]), next: sampleLogs('next') },
    }),
  );
  expect(run).toBe(sampleRun().id);
  expect(total).toBe(42);
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(total);
  expect(counts).toMatchObject({ regressed: 1, 'same-pass': 40, 'same-skipped': 1 });
  expect(Object.values(logCounts).reduce((sum, count) => sum + count)).toBe(logs.length);
});

test('phases stand side by side, summed up by name', () => {
  const { timings } = compareRun(
    sampleRun({
      phases: {
        train: [
          { name: 'http', seconds: 4 },
          { name: 'stage', seconds: 0 },
        ],
        next: [
          { name: 'http', seconds: 5 },
          { name: 'http', seconds: 1 },
          { name: 'stage', seconds: 1 },
          { name: 'api', seconds: 2 },
        ],
      },
    }),
  );
  expect(timings).toEqual([
    { phase: 'http', train: 4, next: 6, ratio: 1.5 },
    { phase: 'stage', train: 0, next: 1 },
    { phase: 'api', next: 2 },
  ]);
});
