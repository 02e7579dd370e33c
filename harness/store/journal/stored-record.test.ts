import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleLog } from '../../testing/sample-run.ts';
import { isStoredRecord, storedRecordSchema } from './stored-record.ts';

const whole = {
  ...sampleLog('next'),
  wiki: 'testwiki',
  requestId: 'a',
  test: 'http › a',
  correlation: 'exact',
  attempt: { purpose: 'first', startedAt: '2026-11-22T17:00:00.000Z' },
  request: { kind: 'api', method: 'GET', path: '/w/api.php', status: 200, seconds: 0.1 },
  service: 'app',
  normalizedMessage: 'b',
  exception: { class: 'Error', message: 'c' },
  place: 'a.php:view',
  trace: 7,
  url: '/wiki/A',
  version: '1.43.11',
};

const places: readonly (readonly string[])[] = Object.entries(whole).flatMap(([key, value]) => [
  [key],
  ...(typeof value === 'object' ? Object.keys(value).map((inner) => [key, inner]) : []),
]);

/** A whole record with another value, or none, at one place. */
function changed([key = '', inner]: readonly string[], value: unknown): unknown {
  const outer: Record<string, unknown> = { ...whole };
  if (inner === undefined) outer[key] = value;
  else outer[key] = { ...Object(outer[key]), [inner]: value };
  return JSON.parse(JSON.stringify(outer));
}

test('takes exactly what the schema takes', () => {
  const value = fc.oneof(
    fc.constant(undefined),
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('train', 'next', 'error', 'exact', 'by time', 'confirming', 'edit', 'x', 3, []),
  );
  const seen = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(fc.constantFrom(...places), value, (place, other) => {
      const record = changed(place, other);
      const isTaken = storedRecordSchema.safeParse(record).success;
      seen[isTaken ? 'taken' : 'refused'] += 1;
      expect(isStoredRecord(record)).toBe(isTaken);
    }),
    { numRuns: 3000 },
  );
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(300);
});

test.each([[null], ['x'], [1], [[]], [[whole]], [{}]])('%j is no record', (value) => {
  expect(isStoredRecord(value)).toBe(false);
});

test('a whole record is one', () => {
  expect(isStoredRecord(whole)).toBe(true);
});
