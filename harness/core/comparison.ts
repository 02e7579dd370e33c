import type { LogRecord } from './log-record.ts';
import type { Phase } from './phase.ts';
import type { Attempt, TestIdentity } from './result.ts';
import type { Track } from './track.ts';

/** The verdicts on tests, worst first; see `comparison/test-verdict.ts` for the rules. */
export const testVerdicts = [
  'regressed',
  'missing',
  'failure-changed',
  'new-failing',
  'flaky-next',
  'same-fail',
  'flaky-train',
  'fixed',
  'new-passing',
  'same-skipped',
  'same-pass',
] as const;

export type TestVerdict = (typeof testVerdicts)[number];

/** The verdicts on log signatures, worst first. */
export const logVerdicts = ['new', 'same', 'gone'] as const;

export type LogVerdict = (typeof logVerdicts)[number];

export interface TestComparison {
  /** `testName()` of the identity. */
  readonly name: string;
  readonly test: TestIdentity;
  readonly verdict: TestVerdict;
  readonly gates: boolean;
  /** One sentence that says why, with the attempts counted. */
  readonly reason: string;
  readonly attempts: Readonly<Record<Track, readonly Attempt[]>>;
}

export interface LogComparison {
  readonly signature: string;
  readonly verdict: LogVerdict;
  readonly gates: boolean;
  readonly deprecation: boolean;
  readonly counts: Readonly<Record<Track, number>>;
  /** From next when next has one. */
  readonly example: LogRecord;
  readonly first: string;
  readonly last: string;
}

/** One phase on both tracks; a side is absent when that track did not have the phase. */
export interface PhaseComparison {
  readonly phase: string;
  readonly train?: number;
  readonly next?: number;
  /** next / train. */
  readonly ratio?: number;
}

export interface Gate {
  readonly verdict: 'go' | 'no-go' | 'inconclusive';
  /** One sentence each; never empty. */
  readonly reasons: readonly string[];
}

/** The comparison of one run, `comparison.json`. Test counts add up to `total`. */
export interface Comparison {
  readonly run: string;
  readonly gate: Gate;
  readonly total: number;
  readonly counts: Readonly<Record<TestVerdict, number>>;
  readonly logCounts: Readonly<Record<LogVerdict, number>>;
  readonly tests: readonly TestComparison[];
  readonly logs: readonly LogComparison[];
  readonly phases: Readonly<Record<Track, readonly Phase[]>>;
  readonly timings: readonly PhaseComparison[];
}
