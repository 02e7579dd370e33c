import { expect, test } from 'vitest';
import type { TestStep } from '../core/result.ts';
import { shortStep, stepAt } from './step-at.ts';

const step = (name: string, start: number, steps: readonly TestStep[] = []): TestStep => ({
  name,
  start,
  steps,
});

const steps = [
  step('Before Hooks', 100, [step('Fixture "page"', 110)]),
  step('Save', 200, [step('Fill "a"', 210), step('Click "Save"', 220), step('Expect a title', 220)]),
  step('After Hooks', 300),
];

test.each<[string, number, string | undefined]>([
  ['before all', 99, undefined],
  ['as a step begins', 100, 'Before Hooks'],
  ['within one', 150, 'Before Hooks › Fixture "page"'],
  ['within one of several', 215, 'Save › Fill "a"'],
  ['while two run that began at once', 230, 'Save › Expect a title'],
  ['after the last', 9_000, 'After Hooks'],
])('%s', (_what, time, expected) => {
  expect(stepAt(steps, time)).toBe(expected);
});

test('a step that has others of its name says which it is', () => {
  const clicks = [step('Click', 1), step('Fill', 2), step('Click', 3)];
  expect([1, 2, 3].map((time) => stepAt(clicks, time))).toEqual(['Click (1 of 2)', 'Fill', 'Click (2 of 2)']);
});

test('a test without steps has none', () => {
  expect(stepAt([], 5)).toBeUndefined();
});

test('steps need not be in the order of time', () => {
  expect(stepAt([step('late', 20), step('early', 10)], 25)).toBe('late');
});

test('a step that is long is cut', () => {
  expect(shortStep('x'.repeat(1000))).toBe(`${'x'.repeat(299)}…`);
  expect(shortStep('x'.repeat(300))).toBe('x'.repeat(300));
});
