import type { Attempt, TestIdentity } from '../core/result.ts';
import type { Track } from '../core/track.ts';
import { attemptsByTest } from './compare-tests.ts';
import { outcomeOf } from './outcome-on-track.ts';

/** The tests that fail on one track and pass on the other: each is run again where it failed. */
export function testsToConfirm(
  attempts: readonly Attempt[],
): Readonly<Record<Track, readonly TestIdentity[]>> {
  const tests = [...attemptsByTest(attempts).values()];
  const failingOnly = (on: Track, other: Track) =>
    tests
      .filter((test) => outcomeOf(test[on]) === 'failed' && outcomeOf(test[other]) === 'passed')
      .flatMap((test) => test[on].slice(0, 1).map(({ test }) => test));
  return { train: failingOnly('train', 'next'), next: failingOnly('next', 'train') };
}
