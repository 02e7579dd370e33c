import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Comparison, TestVerdict } from '../core/comparison.ts';
import { seededNumbers } from '../testing/seeded-numbers.ts';
import { SimulatedNights, type SimulatedTest } from '../testing/simulated-nights.ts';

export interface NoisySuite {
  readonly tests: number;
  /** How many of the tests are flaky, from 0 to 1. They fail as often on next as on train. */
  readonly share: number;
  /** How likely an attempt at a flaky test fails; when absent, each test has a rate of its own. */
  readonly rate?: number;
  readonly nights: number;
  /** How often the suite runs on each track a night; once when absent. */
  readonly repeat?: number;
  readonly seed: number;
}

/** What nights called worse although nothing was, a night. */
export interface FalseVerdicts {
  readonly regressed: number;
  readonly newlyFlaky: number;
  /** Tests that failed on next and then passed, whatever they were called. */
  readonly flaky: number;
  /** Attempts that were made to confirm. */
  readonly confirming: number;
}

export function measureFalseVerdicts(suite: NoisySuite): Promise<FalseVerdicts> {
  return spendNights(suite, async (nights, tests) => {
    const sums = { regressed: 0, newlyFlaky: 0, flaky: 0, confirming: 0 };
    for (let night = 0; night < suite.nights; night += 1) {
      const comparison = await nights.spend(tests);
      sums.regressed += comparison.counts.regressed / suite.nights;
      sums.newlyFlaky += comparison.counts['newly-flaky'] / suite.nights;
      sums.flaky += (comparison.counts['newly-flaky'] + comparison.counts['flaky-next']) / suite.nights;
      sums.confirming += confirmingAttempts(comparison) / suite.nights;
    }
    return sums;
  });
}

function confirmingAttempts({ tests }: Comparison): number {
  const attempts = tests.flatMap(({ attempts: { train, next } }) => [...train, ...next]);
  return attempts.filter(({ purpose }) => purpose === 'confirming').length;
}

export interface Found {
  readonly planted: number;
  readonly found: number;
}

/** Each night another test, flaky or not, always fails on next: how many of them are called `regressed`? */
export function measureRegressionsFound(suite: NoisySuite): Promise<Found> {
  return spendNights(suite, async (nights, tests, random) => {
    let found = 0;
    for (let night = 0; night < suite.nights; night += 1) {
      const broken = Math.floor(random() * tests.length);
      const tonight = tests.map((each, index) => (index === broken ? failingOnNext(each, 1) : each));
      const verdicts = verdictsOf(await nights.spend(tonight));
      found += verdicts.get(nameOf(tests[broken])) === 'regressed' ? 1 : 0;
    }
    return { planted: suite.nights, found };
  });
}

/** How often a test fails that became flaky. */
const newRate = 0.3;

/** Nights that are known before. */
const quietNights = 100;

/**
 * For each of `became` tests that were never flaky and now fail 30 % of their attempts on next, the night in which it was
 * first called `newly-flaky`, in order; `nights` when it was not until then.
 */
export function measureNightsUntilNewlyFlaky(suite: NoisySuite, became: number): Promise<readonly number[]> {
  return spendNights(suite, async (nights, tests) => {
    for (let night = 0; night < quietNights; night += 1) await nights.spend(tests);
    const now = tests.map((each, index) =>
      index >= tests.length - became ? failingOnNext(each, newRate) : each,
    );
    const waiting = new Set(now.slice(tests.length - became).map(nameOf));
    const called: number[] = [];
    for (let night = 1; night < suite.nights && waiting.size > 0; night += 1) {
      for (const [name, verdict] of verdictsOf(await nights.spend(now)))
        if (verdict === 'newly-flaky' && waiting.delete(name)) called.push(night);
    }
    return [...called, ...[...waiting].map(() => suite.nights)];
  });
}

/** The value that so large a share of the values, which are in order, does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  return values[Math.ceil(share * values.length) - 1] ?? Number.NaN;
}

async function spendNights<T>(
  { tests, share, rate, repeat, seed }: NoisySuite,
  spend: (nights: SimulatedNights, tests: readonly SimulatedTest[], random: () => number) => Promise<T>,
): Promise<T> {
  const random = seededNumbers(seed);
  const folder = await mkdtemp(join(tmpdir(), 'gm1-noise-'));
  const flaky = Math.round(tests * share);
  const planted = Array.from({ length: tests }, (_, index) =>
    simulatedTest(index, index < flaky ? (rate ?? someRate(random())) : 0),
  );
  try {
    return await spend(new SimulatedNights(folder, random, repeat), planted, random);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** From 1 % to 50 %: as many tests fail in 1 to 7 % of their attempts as in 7 to 50 %, so few fail often. */
function someRate(number: number): number {
  return 0.01 * 50 ** number;
}

function simulatedTest(index: number, rate: number): SimulatedTest {
  const test = { suite: 'api', file: 'simulated.spec.ts', titlePath: [`test ${index}`], project: 'api' };
  return { test, failing: { train: rate, next: rate } };
}

function failingOnNext(test: SimulatedTest, rate: number): SimulatedTest {
  return { ...test, failing: { ...test.failing, next: rate } };
}

function nameOf(test: SimulatedTest | undefined): string {
  return test?.test.titlePath.join() ?? '';
}

function verdictsOf({ tests }: Comparison): ReadonlyMap<string, TestVerdict> {
  return new Map(tests.map(({ test, verdict }) => [test.titlePath.join(), verdict]));
}
