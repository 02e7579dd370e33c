import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TestVerdict, testVerdicts } from '../core/comparison.ts';
import { type Attempt, testName } from '../core/result.ts';
import type { Track } from '../core/track.ts';
import { sampleAttempt } from '../testing/sample-run.ts';
import { compareTests } from './compare-tests.ts';
import { testsToConfirm } from './tests-to-confirm.ts';

/** `P` passed, `F` failed, `S` skipped, `X` failed with another message; the first letter is the first attempt. */
function attemptsOf(track: Track, letters: string): readonly Attempt[] {
  const status = { P: 'passed', F: 'failed', X: 'failed', S: 'skipped' } as const;
  return [...letters].map((letter, index) =>
    sampleAttempt(track, letter === 'P' ? status.P : letter === 'S' ? status.S : status.F, {
      purpose: index === 0 ? 'first' : 'confirming',
      ...(letter === 'F' && { message: 'Page 3fa09b12cd is not there' }),
      ...(letter === 'X' && { message: 'Permission denied' }),
    }),
  );
}

function compare(next: string, train: string) {
  const [comparison, ...others] = compareTests([...attemptsOf('train', train), ...attemptsOf('next', next)]);
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
    ['FPP', 'FFF', 'flaky-next', false],
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

const attempt = fc
  .record({
    track: fc.constantFrom<Track>('train', 'next'),
    status: fc.constantFrom('passed', 'failed', 'skipped'),
    purpose: fc.constantFrom('first', 'confirming'),
    title: fc.constantFrom('a', 'b', 'c'),
    suite: fc.constantFrom('http', 'api'),
    message: fc.constantFrom('one', 'other'),
  })
  .map(({ track, status, message, ...more }) =>
    sampleAttempt(track, status, { ...more, ...(status === 'failed' && { message }) }),
  );
const attempts = fc.array(attempt, { maxLength: 40 });

const verdictsByName = (all: readonly Attempt[]) =>
  Object.fromEntries(compareTests(all).map(({ name, verdict }) => [name, verdict]));

const swapped = (all: readonly Attempt[]) =>
  all.map((one): Attempt => ({ ...one, track: one.track === 'train' ? 'next' : 'train' }));

/** What a verdict can become when the tracks change places. */
const mirrored: Readonly<Record<TestVerdict, readonly TestVerdict[]>> = {
  regressed: ['fixed', 'flaky-next'],
  missing: ['new-failing', 'new-passing', 'flaky-next'],
  'failure-changed': ['failure-changed'],
  'new-failing': ['missing'],
  'flaky-next': ['flaky-train', 'flaky-next', 'missing', 'regressed'],
  waived: [],
  'same-fail': ['same-fail'],
  'flaky-train': ['flaky-next'],
  fixed: ['regressed'],
  'new-passing': ['missing'],
  'same-skipped': ['same-skipped'],
  'same-pass': ['same-pass'],
};

describe('whatever the attempts', () => {
  test('each test of either track has exactly one verdict', () => {
    fc.assert(
      fc.property(attempts, (all) => {
        const comparisons = compareTests(all);
        const names = new Set(all.map(({ test }) => testName(test)));
        expect(comparisons.map(({ name }) => name).sort()).toEqual([...names].sort());
        for (const { verdict } of comparisons) expect(testVerdicts).toContain(verdict);
      }),
    );
  });

  test('each attempt is shown once', () => {
    fc.assert(
      fc.property(attempts, (all) => {
        const shown = compareTests(all).flatMap(({ attempts: { train, next } }) => [...train, ...next]);
        expect(new Set(shown)).toEqual(new Set(all));
        expect(shown).toHaveLength(all.length);
      }),
    );
  });

  test('the order of arrival does not matter', () => {
    const shuffled = attempts.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect(verdictsByName(other)).toEqual(verdictsByName(all));
      }),
    );
  });

  test('swapping the tracks mirrors the verdicts', () => {
    fc.assert(
      fc.property(attempts, (all) => {
        const mirror = verdictsByName(swapped(all));
        for (const { name, verdict } of compareTests(all)) expect(mirrored[verdict]).toContain(mirror[name]);
      }),
    );
  });

  test('another passing attempt on next never makes a test gate', () => {
    fc.assert(
      fc.property(attempts, fc.constantFrom('a', 'b', 'c'), (all, title) => {
        const more = [...all, sampleAttempt('next', 'passed', { title })];
        const before = new Map(compareTests(all).map(({ name, gates }) => [name, gates]));
        for (const { name, gates } of compareTests(more))
          expect(Number(gates)).toBeLessThanOrEqual(Number(before.get(name) ?? false));
      }),
    );
  });

  test('a failure on next beside a pass on train is never quiet', () => {
    fc.assert(
      fc.property(attempts, (all) => {
        for (const { verdict, attempts } of compareTests(all)) {
          const failsOnNext = attempts.next.some(({ status }) => status === 'failed');
          const passesOnTrain = attempts.train.some(({ status }) => status === 'passed');
          if (failsOnNext && passesOnTrain) expect(['regressed', 'flaky-next']).toContain(verdict);
        }
      }),
    );
  });
});

describe('testsToConfirm', () => {
  test.each([
    ['F', 'P', 'next'],
    ['P', 'F', 'train'],
    ['P', 'P', 'none'],
    ['F', 'F', 'none'],
    ['X', 'F', 'none'],
    ['F', '', 'none'],
    ['F', 'S', 'none'],
    ['', 'F', 'none'],
    ['S', 'P', 'none'],
  ])('next %j and train %j is confirmed on: %s', (next, train, on) => {
    const { test: identity } = sampleAttempt('next', 'passed');
    expect(testsToConfirm([...attemptsOf('train', train), ...attemptsOf('next', next)])).toEqual({
      train: on === 'train' ? [identity] : [],
      next: on === 'next' ? [identity] : [],
    });
  });
});
