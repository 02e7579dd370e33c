import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryEnvironment } from '../testing/memory-environment.ts';
import { unwrap } from '../testing/unwrap.ts';
import { ensureUp } from './ensure-up.ts';
import { readRecord } from './environment-files.ts';
import { extendLease, leaseEnd, leaseWarning } from './lease.ts';

const now = new Date('2026-01-01T00:00:00.000Z');

test.each([
  ['2026-01-01T01:00:01.000Z', undefined],
  ['2026-01-01T01:00:00.000Z', 'ends in 60 minutes'],
  ['2026-01-01T00:01:59.000Z', 'ends in 1 minute;'],
  ['2026-01-01T00:00:00.000Z', 'has ended'],
  ['2025-12-31T00:00:00.000Z', 'has ended'],
])('a lease until %s is warned of: %s', (expires, warning) => {
  const said = leaseWarning({ name: 'demo', track: 'next', lease: { owner: 'me', expires } }, now);
  if (warning === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(warning);
});

test('a lease that is extended never ends before it would have', () => {
  const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, moment, fc.integer({ min: 1, max: 744 }), (today, promised, hours) => {
      const end = leaseEnd(today, hours, promised.toISOString());
      expect(end >= promised.toISOString()).toBe(true);
      expect(new Date(end).getTime()).toBeGreaterThanOrEqual(today.getTime() + hours * 3_600_000);
    }),
  );
});

test('an extended lease is on record, and what is not up has none', async () => {
  const { around, input } = await upOnce();
  unwrap(await ensureUp(around, input));
  const { lease } = unwrap(await extendLease({ ...around, owner: 'you' }, 'demo', 'next', 48));
  expect(lease.owner).toBe('you');
  expect(unwrap(await readRecord(around.home, 'demo', 'next'))?.lease).toEqual(lease);
  expect(await extendLease(around, 'demo', 'train', 48)).toMatchObject({ failure: { kind: 'usage' } });
});

test.each(['{"owner"', ''])('a lease that cannot be read gives way to a new one: %j', async (content) => {
  const { around, input } = await upOnce();
  unwrap(await ensureUp(around, input));
  const path = join(around.home.environments, 'demo/next/lease.json');
  await writeFile(path, content);
  expect(await readRecord(around.home, 'demo', 'next')).toMatchObject({
    failure: {
      what: expect.stringContaining(path),
      next: expect.stringContaining('`gm1 extend --environment demo --track next`'),
    },
  });
  const { lease } = unwrap(await extendLease(around, 'demo', 'next', 48));
  expect(unwrap(await readRecord(around.home, 'demo', 'next'))?.lease).toEqual(lease);
});

async function upOnce() {
  const demo = await MemoryEnvironment.create();
  return { around: demo.around, input: demo.input('1') };
}
