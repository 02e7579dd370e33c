import { expect, test } from 'vitest';
import {
  measureFalseVerdicts,
  measureNightsUntilNewlyFlaky,
  measureRegressionsFound,
  quantile,
} from './measure-noise.ts';

/** As many flaky tests as a suite of 1,000 has at 1.5 %, without the others, which never fail. */
const flakyTests = { tests: 15, share: 1, nights: 200, seed: 5 };

test('flaky tests hardly ever look like regressions, and seldom like newly flaky ones', async () => {
  const { regressed, newlyFlaky, flaky } = await measureFalseVerdicts(flakyTests);
  expect(flaky).toBeGreaterThan(0.5);
  expect(regressed).toBeLessThan(0.01);
  expect(newlyFlaky).toBeLessThan(0.1);
});

test('tests that fail three times in ten do not look like regressions either', async () => {
  const { regressed, newlyFlaky, flaky } = await measureFalseVerdicts({ ...flakyTests, rate: 0.3 });
  expect(flaky).toBeGreaterThan(2);
  expect(regressed).toBeLessThan(0.01);
  expect(newlyFlaky).toBeLessThan(0.1);
});

test('each regression is found, also that of a flaky test', async () => {
  const found = await measureRegressionsFound({ ...flakyTests, tests: 40, share: 0.5, nights: 60 });
  expect(found).toEqual({ planted: 60, found: 60 });
});

const becameFlaky = { ...flakyTests, tests: 60, share: 0.05, nights: 40 };

test('half of the tests that became flaky are found within five nights', async () => {
  const nights = await measureNightsUntilNewlyFlaky(becameFlaky, 50);
  expect(nights).toHaveLength(50);
  expect(quantile(nights, 0.5)).toBeLessThanOrEqual(5);
  expect(quantile(nights, 1)).toBeLessThan(40);
});

test('those of a suite that runs three times a night are all found within five nights', async () => {
  const nights = await measureNightsUntilNewlyFlaky({ ...becameFlaky, repeat: 3 }, 50);
  expect(quantile(nights, 1)).toBeLessThanOrEqual(5);
});

test('a suite that runs three times a night does not cry wolf', async () => {
  const { regressed, newlyFlaky } = await measureFalseVerdicts({ ...flakyTests, repeat: 3 });
  expect(regressed).toBeLessThan(0.01);
  expect(newlyFlaky).toBeLessThan(0.1);
});
