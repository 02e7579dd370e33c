import { expect, test } from 'vitest';
import { failureExitCode, gateExitCode } from './exit-code.ts';

test.each([
  ['usage', 2],
  ['infrastructure', 3],
  ['interrupted', 130],
] as const)('a failure of kind %s ends with %i', (kind, code) => {
  expect(failureExitCode({ kind, what: '', next: '' })).toBe(code);
});

test.each([
  ['go', 0],
  ['no-go', 1],
  ['inconclusive', 3],
] as const)('the gate %s ends with %i', (verdict, code) => {
  expect(gateExitCode({ verdict, reasons: [] })).toBe(code);
});
