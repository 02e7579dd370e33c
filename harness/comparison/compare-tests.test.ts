import { describe, expect, test } from 'vitest';
import type { TestVerdict } from '../core/comparison.ts';
import { letteredAttempts } from '../testing/lettered-attempts.ts';
import { sampleAttempt } from '../testing/sample-run.ts';
import { compareTests } from './compare-tests.ts';

function compare(next: string, train: string) {
  const [comparison, ...others] = compareTests([
    ...letteredAttempts('train', train),
    ...letteredAttempts('next', next),
  ]);
  expect(others).toEqual([]);
  return comparison;
}

describe('compareTests', () => {
  test.each<[next: string, train: string, TestVerdict, gates: boolean]>([
    ['P', 'P', 'same-pass', false],
    ['FFF', 'P', 'regressed', true],
    ['FFF', 'PPP', 'regressed', true],
    ['F', 'P', 'regressed', true],
    ['FF', 'P', 'regressed', true],
    ['FPP', 'P', 'flaky-next', false],
    ['FFP', 'P', 'flaky-next', false],
    ['PF', 'P', 'flaky-next', false],
    ['F', 'F', 'same-fail', false],
    ['X', 'F', 'failure-changed', false],
    ['XFF', 'F', 'same-fail', false],
    ['P', 'FFF', 'fixed', false],
    ['P', 'F', 'fixed', false],
    ['P', 'FPP', 'flaky-train', false],
    ['F', '', 'new-failing', false],
    ['F', 'S', 'new-failing', false],
    ['P', '', 'new-passing', false],
    ['P', 'S', 'new-passing', false],
    ['', 'P', 'missing', true],
    ['', 'F', 'missing', true],
    ['S', 'P', 'missing', true],
    ['S', 'FPP', 'missing', true],
    ['S', 'S', 'same-skipped', false],
    ['S', '', 'same-skipped', false],
    ['', 'S', 'same-skipped', false],
    ['FFF', 'FPP', 'regressed', true],
    ['FPP', 'FFF', 'same-fail', false],
    ['XPP', 'FFF', 'failure-changed', false],
    ['FPP', 'FPP', 'flaky-next', false],
    ['FPP', '', 'flaky-next', false],
  ])('next %j and train %j is %s', (next, train, verdict, gates) => {
    expect(compare(next, train)).toMatchObject({ verdict, gates });
  });

  test.each([
    ['FFF', 'P', 'Next failed 3 of 3, train passed 1 of 1: fails on next every time.'],
    [
      'FF',
      'P',
      'Next failed 2 of 2, train passed 1 of 1: fails on next, unconfirmed, because fewer than two confirming attempts ran.',
    ],
    ['', 'P', 'Next did not have it, train passed 1 of 1: train ran it and next did not.'],
    ['S', 'P', 'Next skipped it, train passed 1 of 1: train ran it and next did not.'],
    ['FPP', 'P', 'Next failed 1 of 3, train passed 1 of 1: fails on next only sometimes.'],
  ])('says why: next %j and train %j', (next, train, reason) => {
    expect(compare(next, train)?.reason).toBe(reason);
  });

  test.each([
    ['FXF', 'P', ['Page # is not there', 'Permission denied']],
    ['F', 'F', ['Page # is not there']],
    ['', 'P', ['did not run']],
    ['S', 'P', ['skipped']],
    ['P', 'F', []],
  ])('names what a waiver of it would: next %j and train %j', (next, train, signatures) => {
    expect(compare(next, train)?.signatures).toEqual(signatures);
  });

  test('puts the worst first', () => {
    const attempts = [
      sampleAttempt('train', 'passed', { title: 'a' }),
      sampleAttempt('next', 'passed', { title: 'a' }),
      sampleAttempt('train', 'passed', { title: 'b' }),
      sampleAttempt('next', 'failed', { title: 'b' }),
    ];
    expect(compareTests(attempts).map(({ verdict }) => verdict)).toEqual(['regressed', 'same-pass']);
  });
});
