import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleNights } from '../testing/sample-nights.ts';
import { countFlakes, flakeRate } from './flake-rate.ts';

test.each([
  [0, 10, 0, 0.2775],
  [1, 10, 0.0179, 0.4042],
  [5, 10, 0.2366, 0.7634],
  [10, 10, 0.7225, 1],
  [3, 200, 0.0051, 0.0432],
])('%i of %i runs', (flaky, runs, low, high) => {
  const rate = flakeRate({ runs, flaky });
  expect(rate.rate).toBe(flaky / runs);
  expect(rate.low).toBeCloseTo(low, 4);
  expect(rate.high).toBeCloseTo(high, 4);
});

test('without a run nothing is known', () => {
  expect(flakeRate({ runs: 0, flaky: 0 })).toEqual({ runs: 0, flaky: 0, rate: 0, low: 0, high: 1 });
});

const counts = fc.nat(500).chain((runs) => fc.record({ runs: fc.constant(runs), flaky: fc.nat(runs) }));

test('the interval holds the rate, and ten times the runs make it narrower', () => {
  fc.assert(
    fc.property(counts, ({ runs, flaky }) => {
      const [some, many] = [flakeRate({ runs, flaky }), flakeRate({ runs: runs * 10, flaky: flaky * 10 })];
      expect(some.low).toBeLessThanOrEqual(some.rate);
      expect(some.high).toBeGreaterThanOrEqual(some.rate);
      if (runs > 0) expect(many.high - many.low).toBeLessThan(some.high - some.low);
    }),
  );
});

test('each bound is a rate from which so many flaky runs are just 1.96 standard deviations away', () => {
  fc.assert(
    fc.property(counts, (given) => {
      const { runs, flaky, rate, low, high } = flakeRate(given);
      const away = (bound: number) => Math.abs(rate - bound) / Math.sqrt((bound * (1 - bound)) / runs);
      if (flaky > 0) expect(away(low)).toBeCloseTo(1.96, 3);
      if (flaky < runs) expect(away(high)).toBeCloseTo(1.96, 3);
    }),
  );
});

test('a run counts when the test passed, at once or in the end', () => {
  const nights = sampleNights('..f.xxk?f');
  expect(countFlakes(nights, 'next')).toEqual({ runs: 5, flaky: 2 });
  expect(countFlakes(nights, 'train')).toEqual({ runs: 8, flaky: 0 });
});
