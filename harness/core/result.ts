import type { Track } from './track.ts';

/** What makes a test the same test on both tracks and in every run. */
export interface TestIdentity {
  readonly suite: string;
  /** Relative to the suite's folder, without a line number. */
  readonly file: string;
  readonly titlePath: readonly string[];
  /** Browser, skin or wiki where a suite runs a test more than once; else the suite's name. */
  readonly project: string;
}

/** `suite › file › title path › project`, the name of a test everywhere. */
export function testName({ suite, file, titlePath, project }: TestIdentity): string {
  return [suite, file, ...titlePath, project].join(' › ');
}

export type AttemptStatus = 'passed' | 'failed' | 'skipped';

export interface Attachment {
  readonly name: string;
  /** Relative to the results directory. */
  readonly file: string;
  readonly type: string;
}

/**
 * The one thing that was another, to learn what made a test fail on next: train's code, train's configuration, or next's
 * version of the test.
 */
export const exchanges = ['train-again', 'config-of-train', 'tests-of-next'] as const;

export type Exchange = (typeof exchanges)[number];

/** An attempt that no verdict counts. */
export interface ExchangedAttempt {
  readonly exchange: Exchange;
  readonly attempt: Attempt;
}

/** Something that a test did, as its tool reports it, with the steps within. */
export interface TestStep {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly steps: readonly TestStep[];
}

/** One execution of a test. `confirming` attempts run alone, after the suite. */
export interface Attempt {
  readonly test: TestIdentity;
  readonly track: Track;
  readonly purpose: 'first' | 'confirming';
  readonly status: AttemptStatus;
  readonly startedAt: string;
  readonly seconds: number;
  readonly message?: string;
  readonly trace?: string;
  readonly attachments: readonly Attachment[];
}
