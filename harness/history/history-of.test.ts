import { expect, test } from 'vitest';
import { sampleNights } from '../testing/sample-nights.ts';
import { historyOf } from './history-of.ts';
import type { Night } from './night.ts';

test.each([
  ['', 'unknown'],
  ['??', 'unknown'],
  ['..', 'green'],
  ['.x', 'red'],
  ['.x?', 'red'],
  ['xk', 'known'],
  ['.f', 'flaky'],
])('after %j it is %s', (states, state) => {
  expect(historyOf(sampleNights(states)).state).toBe(state);
});

test('says when it was first seen and last green, and how often it was red', () => {
  const history = historyOf(sampleNights('..xx.?kx'));
  expect(history).toMatchObject({
    runs: 7,
    firstSeen: { run: 'run-1' },
    lastGreen: { run: 'run-5' },
    red: { runs: 3, nights: 3 },
    known: { runs: 1, nights: 1 },
    isAgain: true,
  });
});

test('two runs of one day are one night', () => {
  const [night] = sampleNights('x');
  const history = historyOf(night ? [night, { ...night, run: 'later' }] : []);
  expect(history.red).toEqual({ runs: 2, nights: 1 });
});

test('a fault that lasts is not there again', () => {
  expect(historyOf(sampleNights('.xx')).isAgain).toBe(false);
});

test('a signature is first seen in the run that has it, on whatever track, and has no flake rate', () => {
  const counts = [0, 0, 2, 1];
  const nights = sampleNights('..xk').map(({ result: _, ...night }, index): Night => {
    return { ...night, counts: { train: index === 1 ? 3 : 0, next: counts[index] ?? 0 } };
  });
  const history = historyOf(nights);
  expect(history.firstSeen?.run).toBe('run-2');
  expect(history).not.toHaveProperty('flakes');
  expect(history).not.toHaveProperty('duration');
});

test('a test has flake rates and a duration', () => {
  const history = historyOf(sampleNights('.f', { next: 1 }));
  expect(history.flakes?.next).toMatchObject({ runs: 2, flaky: 1, rate: 0.5 });
  expect(history.duration?.recent).toEqual({ nights: 1, median: 1, p90: 1 });
});
