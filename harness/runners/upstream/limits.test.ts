import { expect, test } from 'vitest';
import type { EndedTest } from '../allure-writer.ts';
import limits from './limits.json' with { type: 'json' };
import { applyLimits } from './limits.ts';

const limit = limits.find((one) => !('titles' in one));
const narrow = limits.find((one) => 'titles' in one);
const identity = { suite: limit?.suite ?? '', project: limit?.suite ?? '', titlePath: ['Menu', 'opens'] };

function ended(choice: Partial<EndedTest>): EndedTest {
  const test = { ...identity, file: limit?.file ?? '' };
  return { test, status: 'failed', start: 0, seconds: 1, message: 'wrong', ...choice };
}

test('a failure that is listed is left out with its reason', () => {
  expect(applyLimits(ended({}))).toMatchObject({
    status: 'skipped',
    message: `Cannot work here: ${limit?.why}`,
  });
});

test('where titles are listed, other tests of the file fail as ever', () => {
  const test = { ...identity, suite: narrow?.suite ?? '', file: narrow?.file ?? '' };
  const [title = ''] = narrow?.titles ?? [];
  expect(applyLimits(ended({ test: { ...test, titlePath: ['Any', title] } })).status).toBe('skipped');
  expect(applyLimits(ended({ test: { ...test, titlePath: ['Any', 'other'] } })).status).toBe('failed');
});

test('what passes all the same has passed, and other failures stay', () => {
  expect(applyLimits(ended({ status: 'passed' })).status).toBe('passed');
  expect(applyLimits(ended({ test: { ...identity, file: 'other.js' } })).status).toBe('failed');
});

test('each is listed once, with a reason', () => {
  const keys = limits.map(({ suite, file }) => `${suite}#${file}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { why } of limits) expect(why.length).toBeGreaterThan(20);
});
