import { expect, test } from 'vitest';
import { type Failure, failed, interrupted } from '../core/failure.ts';
import { MemoryStream } from '../testing/memory-stream.ts';
import type { Context } from './context.ts';
import { earlierRuns } from './earlier-runs.ts';

async function askWhen(failure: Failure) {
  const stderr = new MemoryStream();
  const services = { withIndex: async () => failed(failure) };
  const context = { services, stderr, signal: new AbortController().signal } as unknown as Context;
  const found = await earlierRuns(context)({ environment: 'sample', before: '2026-11-22', tests: ['edits'] });
  return { found, said: stderr.text };
}

test('an index that cannot be asked is told of, and nothing is known then', async () => {
  const broken = { kind: 'infrastructure', what: 'The database is away.', next: 'Start it.' } as const;
  expect(await askWhen(broken)).toEqual({
    found: new Map(),
    said: 'Earlier runs are left out of the verdicts. The database is away. Start it.\n',
  });
});

test('an interruption is not told twice', async () => {
  expect(await askWhen(interrupted)).toEqual({ found: new Map(), said: '' });
});
