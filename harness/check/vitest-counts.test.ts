import { expect, test } from 'vitest';
import type { Counts } from './counts.ts';
import { vitestCounts } from './vitest-counts.ts';

const passing = file('passed', ['passed', 'passed']);

test.each<[string, string | undefined, number | undefined, Counts]>([
  ['passed tests', report(passing, passing), 0, counts(4, 0, 0)],
  ['a failed test', report(file('failed', ['passed', 'failed'])), 1, counts(1, 1, 0)],
  ['two failed tests of a file', report(file('failed', ['failed', 'failed'])), 1, counts(0, 2, 0)],
  ['skipped and planned tests', report(file('passed', ['passed', 'skipped', 'todo'])), 0, counts(1, 0, 2)],
  ['a file that cannot be loaded', report(passing, file('failed', [])), 1, counts(2, 1, 0)],
  [
    'a file that cannot be loaded beside a failed test',
    report(file('failed', ['failed']), file('failed', [])),
    1,
    counts(0, 2, 0),
  ],
  ['a hook that fails', report(file('failed', ['skipped'])), 1, counts(0, 1, 1)],
  ['an error outside of every test', report(passing), 1, counts(2, 1, 0)],
  ['vitest being killed', report(passing), undefined, counts(2, 1, 0)],
  ['no report', undefined, 0, counts(0, 1, 0)],
  ['no test', report(), 0, counts(0, 1, 0)],
])('counts %s', (_, text, exitCode, expected) => {
  expect(vitestCounts(text, exitCode)).toEqual(expected);
});

function counts(passed: number, failed: number, skipped: number): Counts {
  return { passed, failed, skipped };
}

function file(status: string, tests: readonly string[]) {
  return { status, assertionResults: tests.map((test) => ({ status: test })) };
}

function report(...testResults: readonly object[]): string {
  return JSON.stringify({ testResults });
}
