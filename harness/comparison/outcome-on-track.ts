import type { Attempt } from '../core/result.ts';

/** What all attempts of one test on one track say together, whatever order they came in. */
export type OutcomeOnTrack = 'passed' | 'failed' | 'flaky' | 'skipped' | 'absent';

export function outcomeOf(attempts: readonly Attempt[]): OutcomeOnTrack {
  const passed = attempts.some(({ status }) => status === 'passed');
  const failed = attempts.some(({ status }) => status === 'failed');
  if (passed) return failed ? 'flaky' : 'passed';
  if (failed) return 'failed';
  return attempts.length > 0 ? 'skipped' : 'absent';
}

/** Whether a test ran at all; skipping is not running. */
export function hasRun(attempts: readonly Attempt[]): boolean {
  return attempts.some(({ status }) => status !== 'skipped');
}

/** So many confirming attempts must fail before a failure counts as one of the code; see verdicts.md. */
const enoughConfirming = 2;

export function isConfirmed(attempts: readonly Attempt[]): boolean {
  const confirming = attempts.filter(
    ({ purpose, status }) => purpose === 'confirming' && status === 'failed',
  );
  return outcomeOf(attempts) === 'failed' && confirming.length >= enoughConfirming;
}
