import { describe, expect, test } from 'vitest';
import { letteredAttempts } from '../testing/lettered-attempts.ts';
import { compareTests } from './compare-tests.ts';

const passed = (runs: number) => 'P'.repeat(runs);

interface Before {
  readonly train: string;
  readonly next?: string;
}

/** The test fails first on next in this run and then passes, unless `tonight` says otherwise. */
function compare({ train, next = passed(train.length) }: Before, tonight = { next: 'FP', train: 'P' }) {
  const attempts = [...letteredAttempts('train', tonight.train), ...letteredAttempts('next', tonight.next)];
  const name = 'http › read.yaml › reads a page › http';
  return compareTests(attempts, new Map([[name, { train, next }]]))[0];
}

describe('a test that fails first on next and then passes is newly flaky', () => {
  test.each<[string, Before]>([
    ['when neither track ever failed', { train: passed(19) }],
    ['when it failed on next in the last runs, too', { train: passed(100), next: `${passed(95)}FPFPP` }],
    [
      'when it failed twice on next and long ago once on train',
      { train: `F${passed(150)}`, next: `${passed(150)}F` },
    ],
  ])('%s', (_, before) => {
    expect(compare(before)).toMatchObject({ verdict: 'newly-flaky', gates: true });
  });
});

describe('a test that fails first on next and then passes is no news', () => {
  test.each<[string, Before]>([
    ['when nothing is known of it', { train: '' }],
    ['when too few runs are known', { train: passed(18) }],
    ['when train did not run it in most of them', { train: `${passed(18)}----------` }],
    ['when train failed as often', { train: `F${passed(18)}` }],
    ['when it failed once on train, long ago', { train: `F${passed(300)}` }],
    ['when it failed on train lately', { train: `${passed(100)}FPPFPPP` }],
    ['when next failed more often, but long ago', { train: `F${passed(100)}`, next: `FFFFFF${passed(95)}` }],
  ])('%s', (_, before) => {
    expect(compare(before)).toMatchObject({ verdict: 'flaky-next', gates: false });
  });
});

test('its reason counts the runs in which it failed first, this one among them', () => {
  expect(compare({ train: passed(40), next: `${passed(38)}FP` })?.reason).toBe(
    'Next failed 1 of 2, train passed 1 of 1: fails on next only sometimes, which is new: first attempts failed in 2 of the last 14 runs on next and in 0 of 41 on train.',
  );
});

test.each([
  ['never passes now', { next: 'FFF', train: 'P' }, 'regressed'],
  ['passes now', { next: 'P', train: 'P' }, 'same-pass'],
  ['fails first on train, too', { next: 'FP', train: 'FP' }, 'flaky-next'],
  ['did not run on train', { next: 'FP', train: '' }, 'flaky-next'],
])('what was known before does not matter when the test %s', (_, tonight, verdict) => {
  expect(compare({ train: passed(50), next: `${passed(45)}FPFPF` }, tonight)).toMatchObject({ verdict });
});
