import { expect, test } from 'vitest';
import type { Attempt } from '../core/result.ts';
import { sampleAttempt } from '../testing/sample-run.ts';
import { countFirstAttempts, firstLetter } from './first-attempts.ts';

const passes = sampleAttempt('next', 'passed');
const fails = sampleAttempt('next', 'failed');
const skips = sampleAttempt('next', 'skipped');
const passesAlone: Attempt = { ...passes, purpose: 'confirming' };

test.each([
  ['passed', [passes], 'P'],
  ['failed', [fails], 'F'],
  ['failed and then passed alone', [fails, passesAlone], 'F'],
  ['passed and failed at once', [passes, fails], 'F'],
  ['was skipped', [skips], '-'],
  ['did not run', [], '-'],
])('the letter of a test that %s', (_, attempts, letter) => {
  expect(firstLetter(attempts)).toBe(letter);
});

test('runs in which a test did not run do not count', () => {
  expect(countFirstAttempts('-PFP--F')).toEqual({ failed: 2, ran: 4 });
});
