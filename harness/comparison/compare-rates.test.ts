import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chanceOfMore,
  compareRates,
  dispersionOf,
  type Observed,
  type ObservedPair,
} from './compare-rates.ts';

const observed = (count: number, requests = 1000): Observed => ({ count, requests });
const pair = (train: number, next: number, requests = 1000): ObservedPair => ({
  train: observed(train, requests),
  next: observed(next, requests),
});

describe('the chance that one side gets so many of all events', () => {
  test.each([
    ['12 of 13, sides alike', observed(1), observed(12), 14 / 8192],
    ['5 of 6, sides alike', observed(1), observed(5), 7 / 64],
    ['4 of 4 with three times the requests', observed(0, 100), observed(4, 300), 0.75 ** 4],
    ['none of none', observed(0), observed(0), 1],
    ['none of five', observed(5), observed(0), 1],
    ['10,000 of 13,000', observed(3000), observed(10_000), 0],
  ])('%s', (_, fewer, more, chance) => {
    expect(chanceOfMore(fewer, more, 1)).toBeCloseTo(chance, 12);
  });

  test('is what the binomial distribution sums up to', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    const numbers = fc.tuple(
      fc.nat(30),
      fc.nat(30),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 50 }),
    );
    fc.assert(
      fc.property(numbers, ([low, high, fewerRequests, moreRequests]) => {
        const share = moreRequests / (fewerRequests + moreRequests);
        const total = low + high;
        const sum = Array.from({ length: low + 1 }, (_, k) => high + k).reduce(
          (so, k) => so + choose(total, k) * share ** k * (1 - share) ** (total - k),
          0,
        );
        expect(chanceOfMore(observed(low, fewerRequests), observed(high, moreRequests), 1)).toBeCloseTo(
          sum,
          9,
        );
      }),
    );
  });

  test('grows with the dispersion', () => {
    expect(chanceOfMore(observed(5), observed(50), 10)).toBeGreaterThan(0.05);
  });
});

describe('the dispersion', () => {
  test.each<[string, readonly ObservedPair[], number]>([
    ['of nothing is that of a Poisson process', [], 1],
    ['of two alike is no less', [pair(10, 10)], 1],
    ['of bursts is their chi-square', [pair(0, 40)], 40],
    ['is the mean of all', [pair(0, 40), pair(10, 10), pair(0, 0)], 20],
    ['heeds how many requests there were', [{ train: observed(10, 100), next: observed(40, 400) }], 1],
  ])('%s', (_, pairs, dispersion) => {
    expect(dispersionOf(pairs)).toBeCloseTo(dispersion);
  });
});

describe('compareRates', () => {
  test.each<[string, ObservedPair, readonly ObservedPair[], string]>([
    ['twice as often is the same, however surely', pair(1000, 2000), [], 'same'],
    ['three times as often is raised', pair(20, 60), [], 'raised'],
    ['three times as often by chance is the same', pair(1, 5), [], 'same'],
    ['a third is lowered', pair(60, 20), [], 'lowered'],
    ['the counts alone decide nothing', { train: observed(20, 100), next: observed(60, 300) }, [], 'same'],
    ['the rates do', { train: observed(30, 900), next: observed(30, 100) }, [], 'raised'],
    ['nothing on both sides is the same', pair(0, 0), [], 'same'],
    ['what train against train shows, too, is the same', pair(5, 40), [pair(5, 40)], 'same'],
    ['noise has no side', pair(5, 40), [pair(40, 5)], 'same'],
    ['one noisy night of many is enough', pair(5, 40), [pair(4, 45), ...Array(19).fill(pair(5, 5))], 'same'],
    ['noise that was small explains little', pair(5, 40), [pair(5, 7), pair(6, 5)], 'raised'],
    ['bursts must be far more', pair(5, 60), [pair(5, 40)], 'same'],
    ['no request at all is no error', { train: observed(0, 0), next: observed(3, 0) }, [], 'same'],
  ])('%s', (_, one, noise, verdict) => {
    expect(compareRates(one, noise)).toBe(verdict);
  });

  test('mirrors when the tracks change places', () => {
    const side = fc.record({ count: fc.nat(200), requests: fc.nat(500) });
    const pairs = fc.record({ train: side, next: side });
    const mirror = { raised: 'lowered', lowered: 'raised', same: 'same' };
    fc.assert(
      fc.property(pairs, fc.array(pairs, { maxLength: 4 }), ({ train, next }, noise) => {
        const verdict = compareRates({ train, next }, noise);
        expect(compareRates({ train: next, next: train }, noise)).toBe(mirror[verdict]);
      }),
    );
  });

  test('finds nothing in two thousand pairs of equal rates', () => {
    const random = fc.sample(fc.tuple(fc.nat(40), fc.integer({ min: 0, max: 2 ** 30 })), {
      numRuns: 2000,
      seed: 7,
    });
    const wrong = random.filter(([mean, seed]) => {
      const [train, next] = fc.sample(poisson(mean), { numRuns: 2, seed });
      return compareRates(pair(train ?? 0, next ?? 0), []) !== 'same';
    });
    expect(wrong.length).toBeLessThanOrEqual(1);
  });
});

/** Binomial with many trials, which is Poisson near enough. */
function poisson(mean: number) {
  const trials = 400;
  return fc
    .array(fc.nat(trials - 1), { minLength: trials, maxLength: trials })
    .map((draws) => draws.filter((draw) => draw < mean).length);
}
