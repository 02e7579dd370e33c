import { describe, expect, test } from 'vitest';
import type { Comparison } from '../core/comparison.ts';
import type { LogRecord } from '../core/log-record.ts';
import type { Attempt } from '../core/result.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Waiver } from '../core/waiver.ts';
import { passingAttempts, sampleAttempt, sampleLog, sampleLogs, sampleRun } from '../testing/sample-run.ts';
import { compareRun } from './compare-run.ts';

const common = { task: 'T1', owner: 'a', reason: 'known', expires: '2026-12-01' };
const logWaiver: Waiver = { ...common, scope: 'log', signature: 'error · error · Something broke' };
const testWaiver: Waiver = {
  ...common,
  scope: 'test',
  test: 'http › read.yaml › edits › http',
  signature: 'Page # is not there',
};

const onNext = (...records: readonly LogRecord[]): Partial<RunRecord> => ({
  logs: { train: sampleLogs('train'), next: sampleLogs('next', records) },
});

const failing = (...messages: readonly string[]): Partial<RunRecord> => ({
  attempts: [
    ...passingAttempts(20),
    sampleAttempt('train', 'passed', { title: 'edits' }),
    ...messages.map((message, index) =>
      sampleAttempt('next', 'failed', {
        title: 'edits',
        message,
        purpose: index === 0 ? 'first' : 'confirming',
      }),
    ),
  ],
});

function compare(
  change: Partial<RunRecord>,
  waivers: readonly Waiver[],
  history: readonly Comparison[] = [],
): Comparison {
  return compareRun(sampleRun(change), { controls: [], history, waivers });
}

describe('a log line that a waiver matches', () => {
  test('is waived, counted as such, and does not gate', () => {
    const { logs, logCounts, gate, waivers } = compare(onNext(sampleLog('next')), [logWaiver]);
    expect(logs).toMatchObject([
      { verdict: 'waived', gates: false, waived: { verdict: 'new', waiver: logWaiver } },
    ]);
    expect(logCounts).toMatchObject({ new: 0, waived: 1 });
    expect(gate).toEqual({
      verdict: 'go',
      reasons: [expect.stringMatching(/but for what is waived\.$/), '1 finding is waived.'],
    });
    expect(waivers).toEqual([{ waiver: logWaiver, state: 'live', finding: 'found' }]);
  });

  test.each([
    ['is of another signature', sampleLog('next', { message: 'Something else broke' }), logWaiver],
    ['has expired', sampleLog('next'), { ...logWaiver, expires: '2026-11-21' }],
    ['is of a test', sampleLog('next'), { ...testWaiver, signature: logWaiver.signature }],
  ])('gates when the waiver %s', (_, record, waiver) => {
    const { logs, gate } = compare(onNext(record), [waiver]);
    expect(logs).toMatchObject([{ verdict: 'new', gates: true }]);
    expect(gate.verdict).toBe('no-go');
  });

  test('is waived on the last day', () => {
    expect(compare(onNext(sampleLog('next')), [{ ...logWaiver, expires: '2026-11-22' }]).gate.verdict).toBe(
      'go',
    );
  });

  test('keeps its verdict when it does not gate', () => {
    const warning = { channel: 'rdbms', level: 'warning' } as const;
    const waiver: Waiver = { ...logWaiver, signature: 'rdbms · warning · Something broke' };
    const { logs } = compare(onNext(sampleLog('next', warning)), [waiver]);
    expect(logs).toMatchObject([{ verdict: 'new', gates: false }]);
  });

  test('does not leave the run inconclusive for want of a control run', () => {
    const times = (track: 'train' | 'next', count: number) =>
      sampleLogs(
        track,
        Array.from({ length: count }, () => sampleLog(track)),
      );
    const change = { logs: { train: times('train', 10), next: times('next', 60) } };
    expect(compare(change, []).gate.verdict).toBe('inconclusive');
    expect(compare(change, [logWaiver])).toMatchObject({
      gate: { verdict: 'go' },
      logs: [{ verdict: 'waived' }],
    });
  });
});

describe('a test that a waiver matches', () => {
  test('is waived when it fails as the waiver says', () => {
    const found = compare(
      failing('Page 0123456789 is not there', 'Page 1 is not there', 'Page 2 is not there'),
      [testWaiver],
    );
    expect(found.tests.find(({ name }) => name === testWaiver.test)).toMatchObject({
      verdict: 'waived',
      gates: false,
      waived: { verdict: 'regressed', waiver: testWaiver },
    });
    expect(found).toMatchObject({ gate: { verdict: 'go' }, counts: { regressed: 0, waived: 1 }, total: 41 });
    expect(found.waivers).toMatchObject([{ finding: 'found' }]);
  });

  test.each([
    ['fails otherwise', ['Permission denied', 'Permission denied', 'Permission denied'], 'unknown'],
    ['fails otherwise, too', ['Page 1 is not there', 'Permission denied', 'Page 2 is not there'], 'found'],
  ])('gates when it %s', (_, messages, finding) => {
    const found = compare(failing(...messages), [testWaiver]);
    expect(found.gate.verdict).toBe('no-go');
    expect(found.waivers).toMatchObject([{ finding }]);
  });

  test('is waived when it is skipped and the waiver says so', () => {
    const skipped: readonly Attempt[] = [
      ...passingAttempts(20),
      sampleAttempt('train', 'passed', { title: 'edits' }),
      sampleAttempt('next', 'skipped', { title: 'edits' }),
    ];
    expect(compare({ attempts: skipped }, [{ ...testWaiver, signature: 'skipped' }])).toMatchObject({
      gate: { verdict: 'go' },
      counts: { missing: 0, waived: 1 },
    });
  });
});

describe('a waiver whose finding is green', () => {
  const green = compare({}, [logWaiver]);
  const runs = (count: number, comparison: Comparison): readonly Comparison[] =>
    Array(count).fill(comparison);

  test('says so', () => {
    expect(green.waivers).toEqual([{ waiver: logWaiver, state: 'live', finding: 'green' }]);
  });

  test('in seven runs on end waives no more', () => {
    const found = compare(onNext(sampleLog('next')), [logWaiver], runs(7, green));
    expect(found.waivers).toMatchObject([{ state: 'spent', finding: 'found' }]);
    expect(found.gate.verdict).toBe('no-go');
  });

  test.each([
    ['in six runs', runs(6, green)],
    ['in six of seven runs', [...runs(6, green), compare(onNext(sampleLog('next')), [logWaiver]), green]],
    ['in runs before it was there', runs(9, compare({}, []))],
    ['in runs that broke down', runs(9, compare({ state: 'interrupted' }, [logWaiver]))],
  ])('%s still waives', (_, history) => {
    expect(compare(onNext(sampleLog('next')), [logWaiver], history).waivers).toMatchObject([
      { state: 'live' },
    ]);
  });

  test('does not mind runs between that broke down', () => {
    const broken = compare({ state: 'interrupted' }, [logWaiver]);
    const history = [...runs(3, green), broken, ...runs(4, green)];
    expect(compare({}, [logWaiver], history).waivers).toMatchObject([{ state: 'spent' }]);
  });

  test('of a test that did not run tells nothing', () => {
    expect(compare({}, [testWaiver]).waivers).toMatchObject([{ finding: 'unknown' }]);
  });
});
