import { expect, test } from 'vitest';
import { countOf, formatCount, formatRatio, formatSeconds, formatShare, formatTime } from './measures.ts';

test.each([
  [0, '0.0 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [119.4, '119 s'],
  [120, '2 min 00 s'],
  [185.2, '3 min 05 s'],
  [7199.7, '2 h 00 min'],
  [86_400, '24 h 00 min'],
])('writes %d seconds as %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test.each([
  [0.00005, 'under 0.01 %'],
  [0.0035, '0.35 %'],
  [0.0351, '3.5 %'],
  [0.35, '35 %'],
  [2.5, '250 %'],
])('writes the share %d as %s', (share, text) => {
  expect(formatShare(share)).toBe(text);
});

test('separates thousands by a narrow space that does not break', () => {
  expect([formatCount(999), formatCount(1840), formatCount(1_234_567)]).toEqual([
    '999',
    '1\u202f840',
    '1\u202f234\u202f567',
  ]);
});

test('counts one thing in the singular', () => {
  expect([countOf(0, 'test'), countOf(1, 'test'), countOf(2, 'test')]).toEqual([
    '0 tests',
    '1 test',
    '2 tests',
  ]);
});

test('writes a ratio with two digits and keeps a time that is none', () => {
  expect([formatRatio(1.046), formatTime('2026-08-27T02:14:33Z'), formatTime('yesterday')]).toEqual([
    '×1.05',
    '2026-08-27 02:14 UTC',
    'yesterday',
  ]);
});
