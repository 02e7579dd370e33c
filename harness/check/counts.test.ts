import { expect, test } from 'vitest';
import { addCounts, countsLine } from './counts.ts';

test.each([
  [{ passed: 3, failed: 0, skipped: 0 }, '3 passed, 0 failed'],
  [{ passed: 0, failed: 2, skipped: 1 }, '0 passed, 2 failed, 1 skipped'],
])('the last line of %o', (counts, line) => {
  expect(countsLine(counts)).toBe(line);
});

test('counts add up field by field', () => {
  const sum = addCounts([
    { passed: 1, failed: 2, skipped: 3 },
    { passed: 10, failed: 20, skipped: 30 },
  ]);
  expect(sum).toEqual({ passed: 11, failed: 22, skipped: 33 });
});

test('nothing adds up to nothing', () => {
  expect(addCounts([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
});
