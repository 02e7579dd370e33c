import {
  type Comparison,
  type Gate,
  type LogComparison,
  type LogVerdict,
  logVerdicts,
  type TestComparison,
  type TestVerdict,
  testVerdicts,
} from '../../harness/core/comparison.ts';
import type { LogRecord } from '../../harness/core/log-record.ts';
import { type TestIdentity, testName } from '../../harness/core/result.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { sideBySide } from '../model/timings.ts';
import { type SampleFailure, sampleAttempts } from './sample-tests.ts';

/** A test with its attempts written as in `sampleAttempts`; `''` is absent. */
export function sampleVerdict(
  test: TestIdentity,
  verdict: TestVerdict,
  [train, next]: readonly [string, string],
  failure?: SampleFailure,
): TestComparison {
  return {
    name: testName(test),
    test,
    verdict,
    gates: verdict === 'regressed' || verdict === 'missing',
    reason: `${attemptWords(next)} on next, ${attemptWords(train)} on train.`,
    attempts: {
      train: sampleAttempts(test, 'train', train, failure),
      next: sampleAttempts(test, 'next', next, failure),
    },
  };
}

function attemptWords(outcomes: string): string {
  const failures = [...outcomes].filter((outcome) => outcome === 'f').length;
  return outcomes === '' ? 'Absent' : `${failures} of ${outcomes.length} attempts failed`;
}

export function sampleLog(verdict: LogVerdict, example: Partial<LogRecord> = {}): LogComparison {
  const deprecation = example.channel === 'deprecated';
  return {
    signature: `${example.channel ?? 'error'}|${example.message ?? 'Undefined array key'}`,
    verdict,
    gates: verdict === 'new',
    deprecation,
    counts: { train: verdict === 'new' ? 0 : 4, next: verdict === 'gone' ? 0 : 7 },
    example: {
      time: '2026-08-27T02:21:07.000Z',
      track: verdict === 'gone' ? 'train' : 'next',
      channel: 'error',
      level: 'error',
      message: 'PHP Warning: Undefined array key "title"',
      ...example,
    },
    first: '2026-08-27T02:21:07.000Z',
    last: '2026-08-27T02:24:51.000Z',
  };
}

/** The comparison of a run, with counts and timings that fit. */
export function sampleComparison(
  record: RunRecord,
  gate: Gate,
  tests: readonly TestComparison[],
  logs: readonly LogComparison[] = [],
): Comparison {
  const { train, next } = record.phases;
  const names = [...new Set([...train, ...next].map(({ name }) => name))];
  const seconds = (phases: typeof train, phase: string) => phases.find(({ name }) => name === phase)?.seconds;
  return {
    run: record.id,
    gate,
    total: tests.length,
    counts: countBy(testVerdicts, tests),
    logCounts: countBy(logVerdicts, logs),
    tests,
    logs,
    phases: record.phases,
    timings: names.map((name) => sideBySide(name, seconds(train, name), seconds(next, name))),
  };
}

function countBy<Verdict extends string>(
  verdicts: readonly Verdict[],
  things: readonly { readonly verdict: Verdict }[],
): Readonly<Record<Verdict, number>> {
  const counts = verdicts.map((verdict) => [
    verdict,
    things.filter((thing) => thing.verdict === verdict).length,
  ]);
  return Object.fromEntries(counts);
}
