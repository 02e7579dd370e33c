import type { Track } from '../core/track.ts';
import type { FlakeCount, Night } from './night.ts';

/** A share with the interval that holds the true one in 19 of 20 cases. */
export interface FlakeRate extends FlakeCount {
  /** From 0 to 1. */
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** 95 % of a normal distribution lie within so many standard deviations. */
const z = 1.959_964;

/**
 * The rate with Wilson's score interval (E. B. Wilson, Probable Inference, the Law of Succession, and Statistical
 * Inference, 1927), which also holds for few runs and none that were flaky. Without a run nothing is known.
 */
export function flakeRate({ runs, flaky }: FlakeCount): FlakeRate {
  if (runs === 0) return { runs, flaky, rate: 0, low: 0, high: 1 };
  const rate = flaky / runs;
  const scale = 1 + z ** 2 / runs;
  const middle = (rate + z ** 2 / (2 * runs)) / scale;
  const half = (z / scale) * Math.sqrt((rate * (1 - rate)) / runs + z ** 2 / (4 * runs ** 2));
  return {
    runs,
    flaky,
    rate,
    low: flaky === 0 ? 0 : Math.max(0, middle - half),
    high: flaky === runs ? 1 : Math.min(1, middle + half),
  };
}

/** How often a test was flaky on a track. Runs in which it failed for good tell nothing of that. */
export function countFlakes(nights: readonly Night[], track: Track): FlakeCount {
  const outcomes = nights.map(({ result }) => result?.outcomes[track]);
  const flaky = outcomes.filter((outcome) => outcome === 'flaky').length;
  return { runs: outcomes.filter((outcome) => outcome === 'passed').length + flaky, flaky };
}
