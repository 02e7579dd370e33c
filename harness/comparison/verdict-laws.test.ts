import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Comparison, type TestVerdict, testVerdicts } from '../core/comparison.ts';
import type { EarlierAttempts } from '../core/earlier-attempts.ts';
import type { Outage } from '../core/outage.ts';
import { type Attempt, testName } from '../core/result.ts';
import { type Track, tracks } from '../core/track.ts';
import type { Waiver } from '../core/waiver.ts';
import { sampleAttempt, sampleRun } from '../testing/sample-run.ts';
import { compareRun } from './compare-run.ts';
import { compareTests } from './compare-tests.ts';
import { testsToConfirm } from './tests-to-confirm.ts';

const moments = ['2026-11-22T02:00:00.000Z', '2026-11-22T03:00:00.000Z'] as const;
const failure = { kind: 'infrastructure', what: 'The database ended.', next: '' } as const;
const outages: fc.Arbitrary<readonly Outage[]> = fc
  .subarray([...tracks])
  .map((away) => away.map((track) => ({ track, from: moments[0], to: moments[0], failure })));

const titles = ['a', 'b', 'c'];
const suites = ['http', 'api'];
const anyPurpose = fc.constantFrom('first', 'confirming');
const attempt = fc
  .record({
    track: fc.constantFrom<Track>('train', 'next'),
    status: fc.constantFrom('passed', 'failed', 'skipped'),
    purpose: anyPurpose,
    title: fc.constantFrom(...titles),
    suite: fc.constantFrom(...suites),
    message: fc.constantFrom('one', 'other'),
    startedAt: fc.constantFrom(...moments),
  })
  .map(({ track, status, message, ...more }) =>
    sampleAttempt(track, status, { ...more, ...(status === 'failed' && { message }) }),
  );
const attempts = fc.array(attempt, { maxLength: 40 });

/** Often no failure at all, as with most tests. */
const letters = fc.oneof(
  fc.integer({ min: 0, max: 60 }).map((runs) => 'P'.repeat(runs)),
  fc.string({ unit: fc.constantFrom('P', 'P', 'P', 'F', '-'), maxLength: 60 }),
);
const everyName = titles.flatMap((title) =>
  suites.map((suite) => testName(sampleAttempt('next', 'passed', { title, suite }).test)),
);
/** Each test regresses or passes. */
const night: fc.Arbitrary<readonly Attempt[]> = fc.subarray(titles).map((red) =>
  titles.flatMap((title) => [
    sampleAttempt('train', 'passed', { title, suite: 'http' }),
    ...(['first', 'confirming', 'confirming'] as const).map((purpose) =>
      sampleAttempt('next', red.includes(title) ? 'failed' : 'passed', {
        ...{ title, suite: 'http', purpose },
        ...(red.includes(title) && { message: 'one' }),
      }),
    ),
  ]),
);
const waivers = everyName.flatMap((test) =>
  ['one', 'other'].map(
    (signature): Waiver => ({
      ...{ scope: 'test', test, signature },
      ...{ task: 'T1', owner: 'a', reason: 'known', expires: '2026-12-31' },
    }),
  ),
);
const record = fc.record({ train: letters, next: letters });
const earlier: fc.Arbitrary<EarlierAttempts> = fc
  .record(Object.fromEntries(everyName.map((name) => [name, record])))
  .map((records) => new Map(Object.entries(records)));

const verdictsByName = (all: readonly Attempt[], before: EarlierAttempts, away: readonly Outage[]) =>
  new Map(compareTests(all, before, away).map(({ name, verdict }) => [name, verdict]));

/** The verdicts are in the order in which they are worse. */
const badness = (verdict: TestVerdict) => -testVerdicts.indexOf(verdict);

const swappedRecords = (before: EarlierAttempts): EarlierAttempts =>
  new Map([...before].map(([name, { train, next }]) => [name, { train: next, next: train }]));

const onOther = <T extends { readonly track: Track }>(one: T): T => ({
  ...one,
  track: one.track === 'train' ? 'next' : 'train',
});

const swapped = (all: readonly Attempt[]) => all.map(onOther);

/**
 * What a verdict can become when the tracks change places. A verdict is the other way round, but for the tests that are
 * flaky on one track and do not run or always fail on the other: there next is looked at more closely than train.
 */
const mirrored: Readonly<Record<TestVerdict, readonly TestVerdict[]>> = {
  regressed: ['fixed', 'same-fail', 'failure-changed'],
  missing: ['new-failing', 'new-passing', 'flaky-next', 'spurious'],
  'newly-flaky': ['flaky-train'],
  'failure-changed': ['failure-changed', 'regressed'],
  'new-failing': ['missing'],
  'flaky-next': ['flaky-train', 'flaky-next', 'missing'],
  spurious: ['spurious', 'missing'],
  waived: [],
  'same-fail': ['same-fail', 'regressed'],
  'flaky-train': ['flaky-next', 'newly-flaky'],
  fixed: ['regressed'],
  'new-passing': ['missing'],
  'same-skipped': ['same-skipped'],
  'same-pass': ['same-pass'],
};

describe('whatever the attempts', () => {
  test('each test of either track has exactly one verdict', () => {
    fc.assert(
      fc.property(attempts, earlier, outages, (all, before, away) => {
        const comparisons = compareTests(all, before, away);
        const known = new Set(all.map(({ test }) => testName(test)));
        expect(comparisons.map(({ name }) => name).sort()).toEqual([...known].sort());
        for (const { verdict } of comparisons) expect(testVerdicts).toContain(verdict);
      }),
    );
  });

  test('the totals add up', () => {
    fc.assert(
      fc.property(attempts, earlier, outages, (all, before, away) => {
        const { total, counts, tests } = compareRun(sampleRun({ attempts: all, outages: away }), {
          earlier: before,
        });
        expect(total).toBe(new Set(all.map(({ test }) => testName(test))).size);
        expect(testVerdicts.reduce((sum, verdict) => sum + counts[verdict], 0)).toBe(total);
        for (const verdict of testVerdicts)
          expect(counts[verdict]).toBe(tests.filter((test) => test.verdict === verdict).length);
      }),
    );
  });

  test('that a finding comes back is told, and changes neither verdict nor gate nor counts', () => {
    const past = fc.array(fc.tuple(night, fc.subarray(waivers)), { minLength: 2, maxLength: 4 });
    let told = 0;
    fc.assert(
      fc.property(fc.oneof(night, attempts), past, (all, nights) => {
        let history: readonly Comparison[] = [];
        for (const [before, known] of nights)
          history = [compareRun(sampleRun({ attempts: before }), { history, waivers: known }), ...history];
        const [without, now] = [[], history].map((known) =>
          compareRun(sampleRun({ attempts: all }), { history: known }),
        );
        expect(now?.gate.verdict).toBe(without?.gate.verdict);
        expect(now?.counts).toEqual(without?.counts);
        const plain = now?.tests.map(({ again, reason, ...test }) => {
          if (again) told += 1;
          return { ...test, reason: again ? reason.split(' Regressed again: ')[0] : reason };
        });
        expect(plain).toEqual(without?.tests);
      }),
    );
    expect(told).toBeGreaterThan(0);
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
      fc.property(shuffled, earlier, outages, ([all, other], before, away) => {
        expect(verdictsByName(other, before, away)).toEqual(verdictsByName(all, before, away));
        expect(testsToConfirm(other, before, away).next).toHaveLength(
          testsToConfirm(all, before, away).next.length,
        );
      }),
    );
  });

  test('swapping the tracks mirrors the verdicts', () => {
    fc.assert(
      fc.property(attempts, earlier, outages, (all, before, away) => {
        const mirror = verdictsByName(swapped(all), swappedRecords(before), away.map(onOther));
        for (const [name, verdict] of verdictsByName(all, before, away))
          expect(mirrored[verdict]).toContain(mirror.get(name));
      }),
    );
  });

  test('another passing attempt on next makes no verdict worse', () => {
    const more = fc.record({ title: fc.constantFrom(...titles), purpose: anyPurpose });
    fc.assert(
      fc.property(attempts, earlier, outages, more, (all, before, away, passing) => {
        const without = verdictsByName(all, before, away);
        const now = verdictsByName([...all, sampleAttempt('next', 'passed', passing)], before, away);
        for (const [name, verdict] of without) {
          const after = now.get(name) ?? 'regressed';
          expect(badness(after), `${verdict} became ${after}`).toBeLessThanOrEqual(badness(verdict));
        }
      }),
    );
  });

  test('a passing attempt ends the confirming', () => {
    fc.assert(
      fc.property(attempts, earlier, outages, (all, before, away) => {
        for (const on of tracks) {
          for (const test of testsToConfirm(all, before, away)[on]) {
            const passed = sampleAttempt(on, 'passed', { test, purpose: 'confirming' });
            expect(testsToConfirm([...all, passed], before, away)[on]).not.toContainEqual(test);
          }
        }
      }),
    );
  });

  test('a failure on next beside a pass on train is never quiet', () => {
    fc.assert(
      fc.property(attempts, (all) => {
        for (const { verdict, attempts } of compareTests(all)) {
          const failsOnNext = attempts.next.some(({ status }) => status === 'failed');
          const passesOnTrain = attempts.train.some(({ status }) => status === 'passed');
          if (failsOnNext && passesOnTrain)
            expect(['regressed', 'newly-flaky', 'flaky-next']).toContain(verdict);
        }
      }),
    );
  });
});
