import { expect, test } from 'vitest';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { readSince } from './since.ts';

const now = new Date('2026-11-22T21:00:00Z');

test.each([
  ['90s', '2026-11-22T20:58:30.000Z'],
  ['5m', '2026-11-22T20:55:00.000Z'],
  ['2h', '2026-11-22T19:00:00.000Z'],
  ['1d', '2026-11-21T21:00:00.000Z'],
  ['2026-11-22T20:00Z', '2026-11-22T20:00:00.000Z'],
])('%s is %s', (text, expected) => {
  expect(unwrap(readSince(text, now)).toISOString()).toBe(expected);
});

test.each(['', '5', '5x', 'm', '-5m', 'yesterday', '2026-99-99', '99999999999999d'])(
  '%j is no time',
  (text) => {
    expect(sentenceOf(readSince(text, now))).toBe(
      `--since ${JSON.stringify(text)} is no time. Give a length such as 90s, 5m, 2h or 1d, or a time such as 2026-11-22T21:25Z.`,
    );
  },
);
