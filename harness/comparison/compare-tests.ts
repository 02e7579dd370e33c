import { type TestComparison, testVerdicts } from '../core/comparison.ts';
import { type EarlierAttempts, noEarlierAttempts } from '../core/earlier-attempts.ts';
import type { Outage } from '../core/outage.ts';
import { type Attempt, testName } from '../core/result.ts';
import type { Track } from '../core/track.ts';
import { firstLetter } from './first-attempts.ts';
import { type FlakeRecord, flakeRecord } from './newly-flaky.ts';
import { outcomeOf } from './outcome-on-track.ts';
import { type AttemptsOnTracks, soundOnTracks } from './sound-attempts.ts';
import { testReason } from './test-reason.ts';
import { findingSignatures, testVerdict, verdictGates } from './test-verdict.ts';

/**
 * One verdict for each test of either track, the worst first. The order of the attempts does not matter. `earlier` tells
 * which flaky test is newly so, `outages` which failure is none of the code.
 */
export function compareTests(
  attempts: readonly Attempt[],
  earlier: EarlierAttempts = noEarlierAttempts,
  outages: readonly Outage[] = [],
): readonly TestComparison[] {
  return [...attemptsByTest(attempts)]
    .map(([name, own]) => compareTest(name, own, soundOnTracks(own, outages), earlier.get(name)))
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** The names of the tests whose verdict hangs on earlier runs. */
export function testsFlakyOnNext(attempts: readonly Attempt[]): readonly string[] {
  return [...attemptsByTest(attempts)]
    .filter(([, { next }]) => outcomeOf(next) === 'flaky')
    .map(([name]) => name);
}

/** The attempts of each test by its name. */
export function attemptsByTest(attempts: readonly Attempt[]): ReadonlyMap<string, AttemptsOnTracks> {
  const byName = Map.groupBy(attempts, ({ test }) => testName(test));
  return new Map([...byName].map(([name, own]) => [name, splitByTrack(own)]));
}

function splitByTrack(attempts: readonly Attempt[]): AttemptsOnTracks {
  const on = (track: Attempt['track']) => attempts.filter((attempt) => attempt.track === track);
  return { train: on('train'), next: on('next') };
}

function recordOf(
  { train, next }: AttemptsOnTracks,
  before: Readonly<Record<Track, string>> = { train: '', next: '' },
): FlakeRecord {
  return flakeRecord({ train: before.train + firstLetter(train), next: before.next + firstLetter(next) });
}

function compareTest(
  name: string,
  attempts: AttemptsOnTracks,
  sound: AttemptsOnTracks,
  before: Readonly<Record<Track, string>> | undefined,
): TestComparison {
  const [first] = [...attempts.next, ...attempts.train];
  if (!first) throw new Error('A test without an attempt cannot be compared.');
  const record = recordOf(sound, before);
  const verdict = testVerdict(attempts, sound, record);
  return {
    name,
    test: first.test,
    verdict,
    gates: verdictGates(verdict),
    reason: testReason(verdict, attempts, record),
    signatures: findingSignatures(verdict, attempts),
    attempts,
  };
}

function rank({ verdict }: TestComparison): number {
  return testVerdicts.indexOf(verdict);
}
