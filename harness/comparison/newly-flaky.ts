import type { Track } from '../core/track.ts';
import { type Beta, chanceOfGreater } from './beta.ts';
import { countFirstAttempts, type FirstAttempts } from './first-attempts.ts';

/** Next's failure rate must exceed train's with more than this probability, see verdicts.md, "Tests". */
const leastCertainty = 0.95;

/** Runs; with fewer on train nobody knows what is new. */
const leastRuns = 20;

/** Runs; what next did before was other code. Long enough for a train that leaves weekly to have taken it over. */
const nextRuns = 14;

/**
 * What is known of a failure rate before the first run, as much as one run tells: 1.5 % of all test runs are flaky, and
 * most tests never are (J. Micco, Flaky Tests at Google and How We Mitigate Them, 2016).
 */
const nothingKnown: Beta = { alpha: 0.015, beta: 1 };

/** The first attempts that tell whether a test is flakier on next, this run's among them. */
export interface FlakeRecord extends Readonly<Record<Track, FirstAttempts>> {
  readonly isNewlyFlaky: boolean;
}

/**
 * Whether a test fails more often on next than it ever did on train, as far as its first attempts tell; `letters` as in
 * `EarlierAttempts`, with those of this run at the end. docs/noise.md shows how often the answer is right.
 */
export function flakeRecord(letters: Readonly<Record<Track, string>>): FlakeRecord {
  const next = countFirstAttempts(letters.next.slice(-nextRuns));
  const train = countFirstAttempts(letters.train);
  return { next, train, isNewlyFlaky: train.ran >= leastRuns && isHigher(next, train) };
}

/**
 * Before its own runs, next is thought to fail as often as train, as surely as if as many runs had shown it (a power
 * prior: J. Ibrahim and M.-H. Chen, Power Prior Distributions for Regression Models, Statistical Science 15, 2000): else
 * one of many flaky tests would always seem to have changed.
 */
function isHigher(next: FirstAttempts, train: FirstAttempts): boolean {
  const asTrain = learn(nothingKnown, shrink(train, nextRuns));
  return chanceOfGreater(learn(asTrain, next), learn(nothingKnown, train)) > leastCertainty;
}

function learn({ alpha, beta }: Beta, { failed, ran }: FirstAttempts): Beta {
  return { alpha: alpha + failed, beta: beta + Math.round(ran - failed) };
}

function shrink({ failed, ran }: FirstAttempts, runs: number): FirstAttempts {
  return { failed: (failed * runs) / ran, ran: runs };
}
