import { describe, expect, test } from 'vitest';
import { browserEnded } from '../core/browser-ended.ts';
import type { TestVerdict } from '../core/comparison.ts';
import type { Outage } from '../core/outage.ts';
import type { Attempt } from '../core/result.ts';
import type { Track } from '../core/track.ts';
import { sampleAttempt } from '../testing/sample-run.ts';
import { compareTests } from './compare-tests.ts';
import { soundAttempts } from './sound-attempts.ts';
import { testsToConfirm } from './tests-to-confirm.ts';

const failure = { kind: 'infrastructure', what: 'The database ended.', next: '' } as const;
const second = (number: number) => new Date(Date.UTC(2026, 10, 22, 2, 0, number)).toISOString();
const away = (track: Track): Outage => ({ track, from: second(10), to: second(20), failure });

const ended = { name: browserEnded, file: 'a.json', type: 'application/json' };

describe('a failure is none of the code', () => {
  test.each<[string, Partial<Attempt>, boolean]>([
    ['when services went while it ran', { startedAt: second(5), seconds: 6 }, true],
    ['when they came while it ran', { startedAt: second(19), seconds: 6 }, true],
    ['when they were away all the time', { startedAt: second(12), seconds: 1 }, true],
    ['when its browser ended', { attachments: [ended] }, true],
    ['but when another thing is attached', { attachments: [{ ...ended, name: 'browser-log' }] }, false],
    ['but when its browser ended and it passed', { attachments: [ended], status: 'passed' }, false],
    ['but when it ended before', { startedAt: second(5), seconds: 4 }, false],
    ['but when it began after', { startedAt: second(21), seconds: 4 }, false],
    ['but on the other track', { startedAt: second(12), track: 'train' }, false],
    ['but when it is none', { startedAt: second(12), status: 'passed' }, false],
  ])('%s', (_, attempt, isSpoiled) => {
    const attempts = [sampleAttempt('next', 'failed', attempt)];
    expect(soundAttempts(attempts, [away('next')])).toEqual(isSpoiled ? [] : attempts);
  });
});

/**
 * `P` passed, `F` failed, `X` failed with another message, `S` skipped, `A` failed while services were away; the first
 * letter is the first attempt.
 */
function attemptsOf(track: Track, letters: string): readonly Attempt[] {
  const status = { P: 'passed', F: 'failed', X: 'failed', A: 'failed', S: 'skipped' } as const;
  return [...letters].map((letter, index) =>
    sampleAttempt(track, letter === 'P' ? status.P : letter === 'S' ? status.S : status.F, {
      purpose: index === 0 ? 'first' : 'confirming',
      startedAt: letter === 'A' ? second(15) : second(30),
      ...(letter === 'X' && { message: 'Permission denied' }),
    }),
  );
}

const both = (next: string, train: string) => [...attemptsOf('train', train), ...attemptsOf('next', next)];
const outages = [away('train'), away('next')];

test.each<[next: string, train: string, TestVerdict]>([
  ['A', 'P', 'spurious'],
  ['AP', 'P', 'spurious'],
  ['AA', 'P', 'spurious'],
  ['A', 'F', 'spurious'],
  ['A', '', 'spurious'],
  ['P', 'A', 'spurious'],
  ['P', 'AP', 'spurious'],
  ['F', 'A', 'spurious'],
  ['A', 'A', 'spurious'],
  ['AFF', 'P', 'regressed'],
  ['FAF', 'P', 'regressed'],
  ['FAP', 'P', 'flaky-next'],
  ['FFF', 'AP', 'regressed'],
  ['P', 'AFF', 'fixed'],
  ['AF', 'F', 'same-fail'],
  ['AX', 'F', 'failure-changed'],
  ['', 'A', 'missing'],
  ['S', 'A', 'missing'],
])('next %j and train %j is %s', (next, train, verdict) => {
  const [compared] = compareTests(both(next, train), undefined, outages);
  expect(compared).toMatchObject({ verdict, gates: verdict === 'regressed' || verdict === 'missing' });
});

test('the browser of an attempt is evidence without an outage of services', () => {
  const [train, next] = [sampleAttempt('train', 'passed'), sampleAttempt('next', 'failed')];
  const attempts = [train, { ...next, attachments: [ended] }];
  expect(testsToConfirm(attempts).next).toHaveLength(1);
  expect(compareTests(attempts)).toMatchObject([{ verdict: 'spurious', gates: false }]);
});

test('its reason says why nothing is known', () => {
  const [compared] = compareTests(both('AP', 'P'), undefined, outages);
  expect(compared?.reason).toBe(
    'Next failed 1 of 2, train passed 1 of 1: failed while services of the wikis or the browser were away, or the disk was full.',
  );
});

test.each([
  ['A', 'P', { train: 0, next: 1 }],
  ['A', 'F', { train: 0, next: 1 }],
  ['AA', 'P', { train: 0, next: 0 }],
  ['AP', 'P', { train: 0, next: 0 }],
  ['AF', 'P', { train: 0, next: 1 }],
  ['AFF', 'P', { train: 0, next: 0 }],
  ['P', 'A', { train: 1, next: 0 }],
  ['F', 'A', { train: 1, next: 0 }],
])('next %j and train %j is run again on %j', (next, train, counts) => {
  const again = testsToConfirm(both(next, train), undefined, outages);
  expect({ train: again.train.length, next: again.next.length }).toEqual(counts);
});
