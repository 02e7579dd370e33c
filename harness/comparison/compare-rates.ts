import type { Track } from '../core/track.ts';

/** So many events under so many requests. */
export interface Observed {
  readonly count: number;
  readonly requests: number;
}

export type ObservedPair = Readonly<Record<Track, Observed>>;

/** A rate must differ by this factor, see verdicts.md, "Log signatures". */
const leastRatio = 3;

/**
 * How likely chance alone may make a difference that counts. A night compares some hundred signatures; with 3× asked
 * for besides, which chance reaches with small counts only, twenty nights see no false one.
 */
const mostChance = 0.001;

/** Events per 1000 requests. */
export function ratePer1000({ count, requests }: Observed): number {
  return (1000 * count) / Math.max(1, requests);
}

/**
 * How the rate on next differs from that on train, if it differs by 3×, by more than chance makes of two equal rates, and
 * by more than `noise`, what train against train showed of the same signature. Exchanging the tracks mirrors the answer.
 */
export function compareRates(
  pair: ObservedPair,
  noise: readonly ObservedPair[],
): 'raised' | 'lowered' | 'same' {
  if (isHigher(pair.next, pair.train, noise)) return 'raised';
  return isHigher(pair.train, pair.next, noise) ? 'lowered' : 'same';
}

function isHigher(more: Observed, fewer: Observed, noise: readonly ObservedPair[]): boolean {
  const difference = ratePer1000(more) - ratePer1000(fewer);
  const isTripled = difference > 0 && ratePer1000(more) >= leastRatio * ratePer1000(fewer);
  if (!isTripled || noise.some((pair) => differenceOf(pair) >= difference)) return false;
  return chanceOfMore(fewer, more, dispersionOf(noise)) < mostChance;
}

function differenceOf({ train, next }: ObservedPair): number {
  return Math.abs(ratePer1000(train) - ratePer1000(next));
}

/**
 * How likely `more.count` or more of all events fall on its side when both rates are equal: given the sum of two Poisson
 * counts, each is binomial (J. Przyborowski and H. Wilenski, Homogeneity of results in testing samples from Poisson
 * series, Biometrika 31, 1940). Log lines come in bursts, so the counts are divided by their dispersion first, rounded
 * to the careful side (quasi-likelihood: P. McCullagh and J. Nelder, Generalized Linear Models, 1989, sections 4.5, 6.2).
 */
export function chanceOfMore(fewer: Observed, more: Observed, dispersion: number): number {
  const low = Math.ceil(fewer.count / dispersion);
  const high = Math.floor(more.count / dispersion);
  return binomialTail(low + high, high, shareOf(more, fewer));
}

/** The mean of Pearson's chi-square of the pairs, each with one degree of freedom: 1 is a Poisson process. */
export function dispersionOf(pairs: readonly ObservedPair[]): number {
  const squares = pairs.filter(({ train, next }) => train.count + next.count > 0).map(chiSquare);
  const sum = squares.reduce((so, square) => so + square, 0);
  return Math.max(1, squares.length === 0 ? 1 : sum / squares.length);
}

function chiSquare({ train, next }: ObservedPair): number {
  const total = train.count + next.count;
  const share = shareOf(next, train);
  return (next.count - total * share) ** 2 / (total * share * (1 - share));
}

/** The share of the events that falls on one side when both rates are equal. */
function shareOf(one: Observed, other: Observed): number {
  const [own, rest] = [Math.max(1, one.requests), Math.max(1, other.requests)];
  return own / (own + rest);
}

/** The chance of `least` or more successes in `trials` of chance `share` each. */
function binomialTail(trials: number, least: number, share: number): number {
  if (least <= 0) return 1;
  let term = Math.exp(
    logChoose(trials, least) + least * Math.log(share) + (trials - least) * Math.log1p(-share),
  );
  let sum = term;
  for (let k = least; k < trials && term > sum * Number.EPSILON; k += 1) {
    term *= ((trials - k) / (k + 1)) * (share / (1 - share));
    sum += term;
  }
  return Math.min(1, sum);
}

function logChoose(from: number, some: number): number {
  const rest = Math.min(some, from - some);
  let sum = 0;
  for (let k = 1; k <= rest; k += 1) sum += Math.log((from - rest + k) / k);
  return sum;
}
