import { expect, test } from 'vitest';
import type { EndedTest } from '../allure-writer.ts';
import limits from './limits.json' with { type: 'json' };
import { applyLimits, type Limit } from './limits.ts';

const known: readonly Limit[] = [
  { suite: 'selenium', file: 'menu.js', why: 'there is no menu' },
  { suite: 'selenium', file: 'page.js', titles: ['is printed'], why: 'there is no printer' },
];

function ended(file: string, title: string, status: EndedTest['status'] = 'failed'): EndedTest {
  const test = { suite: 'selenium', project: 'selenium', file, titlePath: ['Any', title] };
  return { test, status, start: 0, seconds: 1, message: 'wrong' };
}

test('a failure that is listed is left out with its reason', () => {
  expect(applyLimits(ended('menu.js', 'opens'), known)).toMatchObject({
    status: 'skipped',
    message: 'Cannot work here: there is no menu',
  });
});

test('where titles are listed, other tests of the file fail as ever', () => {
  expect(applyLimits(ended('page.js', 'is printed'), known).status).toBe('skipped');
  expect(applyLimits(ended('page.js', 'opens'), known).status).toBe('failed');
});

test('what passes all the same has passed, and other failures stay', () => {
  expect(applyLimits(ended('menu.js', 'opens', 'passed'), known).status).toBe('passed');
  expect(applyLimits(ended('other.js', 'opens'), known).status).toBe('failed');
});

test('each is listed once, with a reason', () => {
  const keys = limits.map(({ suite, file }) => `${suite}#${file}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { why } of limits) expect(why.length).toBeGreaterThan(20);
});
