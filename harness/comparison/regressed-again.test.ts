import { expect, test } from 'vitest';
import type { Comparison } from '../core/comparison.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Waiver } from '../core/waiver.ts';
import { passingAttempts, sampleAttempt, sampleLog, sampleLogs, sampleRun } from '../testing/sample-run.ts';
import { compareRun } from './compare-run.ts';

const common = { task: 'T1', owner: 'a', reason: 'known', expires: '2026-12-31' };
const ofLog: Waiver = { ...common, scope: 'log', signature: 'error · error · Something broke' };
const ofTest: Waiver = {
  ...common,
  scope: 'test',
  test: 'http › read.yaml › edits › http',
  signature: 'Page # is not there',
};

const fails = [{ purpose: 'first' }, { purpose: 'confirming' }, { purpose: 'confirming' }] as const;
const red: Partial<RunRecord> = {
  logs: { train: sampleLogs('train'), next: sampleLogs('next', [sampleLog('next')]) },
  attempts: [
    ...passingAttempts(20),
    sampleAttempt('train', 'passed', { title: 'edits' }),
    ...fails.map((attempt) =>
      sampleAttempt('next', 'failed', { ...attempt, title: 'edits', message: 'Page 7 is not there' }),
    ),
  ],
};
const edits = { title: 'edits' };
const green: Partial<RunRecord> = {
  attempts: [
    ...passingAttempts(20),
    sampleAttempt('train', 'passed', edits),
    sampleAttempt('next', 'passed', edits),
  ],
};
const broken: Partial<RunRecord> = { ...green, state: 'failed', attempts: [] };

type Night = readonly [run: Partial<RunRecord>, waivers: readonly Waiver[]];

/** Runs from the oldest to the newest, each with the waivers that there were; the comparison of the last one. */
function nights(...all: readonly Night[]): Comparison {
  let history: readonly Comparison[] = [];
  for (const [index, [run, waivers]] of all.entries())
    history = [compareRun(sampleRun({ ...run, id: `night-${index + 1}` }), { history, waivers }), ...history];
  const [last] = history;
  if (!last) throw new Error('There was no night.');
  return last;
}

const both = [ofTest, ofLog];
const lapsed = both.map((waiver) => ({ ...waiver, expires: '2026-11-01' }));

test('what comes back after its waiver was removed says so, in a test and in a log line', () => {
  const { tests, logs, gate, counts } = nights([red, both], [green, both], [red, []]);
  const sentence = ' Regressed again: T1 (a) waived it until 2026-12-31, and it was gone from night-2 on.';
  expect(tests[0]).toMatchObject({
    verdict: 'regressed',
    gates: true,
    again: { waiver: ofTest, goneSince: 'night-2' },
  });
  expect(tests[0]?.reason.endsWith(sentence)).toBe(true);
  expect(logs[0]).toMatchObject({
    verdict: 'new',
    gates: true,
    again: { waiver: ofLog, goneSince: 'night-2' },
  });
  expect(logs[0]?.reason.endsWith(sentence)).toBe(true);
  expect(gate.verdict).toBe('no-go');
  expect(counts.regressed).toBe(1);
});

const quiet = Array.from({ length: 7 }, () => [green, both] as const);
const renewed = both.map((waiver) => ({ ...waiver, expires: '2027-01-31' }));

test.each<[string, readonly Night[], goneSince: string]>([
  [
    'in the nights after, too',
    [
      [red, both],
      [green, both],
      [red, []],
      [red, []],
    ],
    'night-2',
  ],
  [
    'when the waiver was removed together with the fault',
    [
      [red, both],
      [green, []],
      [green, []],
      [red, []],
    ],
    'night-2',
  ],
  [
    'when runs between could not tell',
    [
      [red, both],
      [broken, both],
      [green, []],
      [broken, []],
      [red, []],
    ],
    'night-3',
  ],
  ['when the waiver is spent and still stands there', [[red, both], ...quiet, [red, both]], 'night-2'],
  ['of a spent waiver the night after, too', [[red, both], ...quiet, [red, both], [red, both]], 'night-2'],
  [
    'when the waiver that took the place of a spent one was removed',
    [[red, both], ...quiet, [red, renewed], [green, renewed], [red, []]],
    'night-10',
  ],
])('it says so %s', (_what, runs, goneSince) => {
  const { tests, logs } = nights(...runs);
  expect(tests[0]).toMatchObject({ verdict: 'regressed', again: { goneSince } });
  expect(logs[0]).toMatchObject({ verdict: 'new', again: { goneSince } });
});

test.each<[string, readonly Night[]]>([
  [
    'no waiver ever knew it',
    [
      [red, []],
      [green, []],
      [red, []],
    ],
  ],
  [
    'it was red until its waiver was removed',
    [
      [red, both],
      [red, []],
    ],
  ],
  [
    'it was red the last time that a run could tell',
    [
      [red, both],
      [broken, both],
      [red, []],
    ],
  ],
  [
    'its waiver lives',
    [
      [red, both],
      [green, both],
      [red, both],
    ],
  ],
  ['a new waiver took the place of the spent one', [[red, both], ...quiet, [red, renewed]]],
  [
    'its waiver has expired and still stands there',
    [
      [red, lapsed],
      [green, lapsed],
      [red, lapsed],
    ],
  ],
  [
    'it is green',
    [
      [red, both],
      [green, both],
      [green, []],
    ],
  ],
])('nothing comes back when %s', (_what, runs) => {
  const { tests, logs } = nights(...runs);
  expect([...tests, ...logs].filter(({ again }) => again)).toEqual([]);
});

test('another failure of the same test does not come back', () => {
  const other = { ...ofTest, signature: 'Something else' };
  const { tests } = nights([green, [other]], [red, []]);
  expect(tests[0]).not.toHaveProperty('again');
});
