import { expect, test } from 'vitest';
import { sampleNights } from '../testing/sample-nights.ts';
import { durationTrend } from './duration-trend.ts';

/** Green nights in which the test took so long on next, and half of it on train. */
function took(...seconds: readonly number[]) {
  return seconds.flatMap((next) => sampleNights('.', { train: next / 2, next }));
}

test('the newest seven nights are compared with those before', () => {
  const trend = durationTrend(took(1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 9));
  expect(trend).toEqual({
    recent: { nights: 7, median: 2, p90: expect.closeTo(4.8) },
    before: { nights: 4, median: 1, p90: 1 },
    change: 2,
    ratio: 2,
  });
});

test('too few nights before are no trend', () => {
  expect(durationTrend(took(1, 1, 2, 2, 2, 2, 2, 2, 2))).not.toHaveProperty('change');
});

test('nights of long ago do not count', () => {
  const trend = durationTrend(took(...Array(40).fill(100), ...Array(21).fill(1), ...Array(7).fill(1)));
  expect(trend?.change).toBe(1);
});

test('red and flaky nights take another time and are left out', () => {
  const nights = [...took(1, 3), ...sampleNights('xfk?', { train: 50, next: 50 })];
  expect(durationTrend(nights)?.recent).toEqual({ nights: 2, median: 2, p90: expect.closeTo(2.8) });
});

test('a test that never passed has no trend, one without a train no ratio', () => {
  expect(durationTrend(sampleNights('xx', { next: 1 }))).toBeUndefined();
  expect(durationTrend(sampleNights('..', { next: 1 }))).toEqual({
    recent: { nights: 2, median: 1, p90: 1 },
  });
});
