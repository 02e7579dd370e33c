import { describe, expect, test } from 'vitest';
import { testName } from '../core/result.ts';
import { letteredAttempts } from '../testing/lettered-attempts.ts';
import { sampleAttempt } from '../testing/sample-run.ts';
import { testsToConfirm } from './tests-to-confirm.ts';

const { test: identity } = sampleAttempt('next', 'passed');

describe('testsToConfirm', () => {
  test.each([
    ['F', 'P', 'next'],
    ['P', 'F', 'train'],
    ['P', 'P', 'none'],
    ['F', 'F', 'none'],
    ['X', 'F', 'both'],
    ['F', 'FPP', 'next'],
    ['X', 'FPP', 'next'],
    ['F', '', 'none'],
    ['F', 'S', 'none'],
    ['', 'F', 'none'],
    ['S', 'P', 'none'],
    ['FF', 'P', 'next'],
    ['FFF', 'P', 'none'],
    ['FP', 'P', 'none'],
  ])('next %j and train %j is confirmed on: %s', (next, train, on) => {
    expect(testsToConfirm([...letteredAttempts('train', train), ...letteredAttempts('next', next)])).toEqual({
      train: on === 'train' || on === 'both' ? [identity] : [],
      next: on === 'next' || on === 'both' ? [identity] : [],
    });
  });

  test.each([
    ['never failed before', 'P'.repeat(50), 2],
    ['failed in 1 of 50 runs', `F${'P'.repeat(49)}`, 3],
    ['failed in 5 of 50 runs', 'FPPPPPPPPP'.repeat(5), 4],
    ['failed in every other run', 'FP'.repeat(25), 10],
    ['failed in each run', 'F'.repeat(50), 10],
  ])('a test that %s is run again so often at the most: %s %i', (_, train, most) => {
    const before = new Map([[testName(identity), { train, next: '' }]]);
    const stillInDoubt = Array.from({ length: 12 }, (_, made) => 'F'.repeat(1 + made)).filter(
      (next) =>
        testsToConfirm([...letteredAttempts('train', 'P'), ...letteredAttempts('next', next)], before).next
          .length > 0,
    );
    expect(stillInDoubt).toHaveLength(most);
  });
});
