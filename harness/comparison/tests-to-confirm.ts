import { type EarlierAttempts, noEarlierAttempts } from '../core/earlier-attempts.ts';
import type { Outage } from '../core/outage.ts';
import type { Attempt, TestIdentity } from '../core/result.ts';
import { type Track, tracks } from '../core/track.ts';
import { attemptsByTest } from './compare-tests.ts';
import { countFirstAttempts } from './first-attempts.ts';
import { hasRun, outcomeOf } from './outcome-on-track.ts';
import { type AttemptsOnTracks, soundOnTracks } from './sound-attempts.ts';
import { failAlike } from './test-verdict.ts';

/** So many confirming attempts must fail at the least before a failure counts as one of the code; see verdicts.md. */
const fewestAttempts = 2;

/** More are not made, however flaky a test was before. */
export const mostConfirmingAttempts = 10;

/** How likely a test that is as flaky as before may fail all its confirming attempts. */
const mostChance = 0.001;

/**
 * The tests whose failure on one track the other does not always share: each is run again where it failed until it
 * passes, or has failed so often that this is no flake of the kind that it had before. A test that failed while services
 * or the browser were away is run again once.
 */
export function testsToConfirm(
  attempts: readonly Attempt[],
  earlier: EarlierAttempts = noEarlierAttempts,
  outages: readonly Outage[] = [],
): Readonly<Record<Track, readonly TestIdentity[]>> {
  const tests = [...attemptsByTest(attempts)];
  const doubtful = (on: Track, other: Track) =>
    tests
      .filter(([name, test]) => {
        const sound = soundOnTracks(test, outages);
        if (test[on].length > 0 && sound[on].length === 0) return !hasConfirming(test[on]);
        return isOneSided(sound, on, other) && attemptsMissing(sound[on], name, earlier) > 0;
      })
      .flatMap(([, test]) => test[on].slice(0, 1).map(({ test: identity }) => identity));
  return { train: doubtful('train', 'next'), next: doubtful('next', 'train') };
}

function hasConfirming(attempts: readonly Attempt[]): boolean {
  return attempts.some(({ purpose }) => purpose === 'confirming');
}

function isOneSided(test: AttemptsOnTracks, on: Track, other: Track): boolean {
  const isShared = outcomeOf(test[other]) === 'failed' && failAlike(test);
  return outcomeOf(test[on]) === 'failed' && hasRun(test[other]) && !isShared;
}

function attemptsMissing(attempts: readonly Attempt[], name: string, earlier: EarlierAttempts): number {
  const made = attempts.filter(({ purpose }) => purpose === 'confirming').length;
  return attemptsNeeded(earlier.get(name)) - made;
}

/** The failure rate is that of both tracks before, by Laplace's rule of succession. */
function attemptsNeeded(letters: Readonly<Record<Track, string>> | undefined): number {
  const { failed, ran } = countFirstAttempts(tracks.map((track) => letters?.[track] ?? '').join(''));
  if (failed === 0) return fewestAttempts;
  const rate = (failed + 1) / (ran + 2);
  const needed = Math.ceil(Math.log(mostChance) / Math.log(rate));
  return Math.min(mostConfirmingAttempts, Math.max(fewestAttempts, needed));
}
