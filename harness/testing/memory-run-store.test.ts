import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../system/clock.ts';
import { MemoryRunStore } from './memory-run-store.ts';
import { testRunStore } from './run-store.contract.ts';

testRunStore('MemoryRunStore', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gm1-memory-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return new MemoryRunStore(folder, systemClock);
});
