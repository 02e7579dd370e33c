import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { testRunIndex } from '../../testing/run-index.contract.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-index-'));
});
afterAll(() => rm(root, { recursive: true }));

testRunIndex('SQLite', async () => {
  const path = join(await mkdtemp(join(root, 'home-')), 'deep', 'index.sqlite');
  return { kind: 'file', path };
});
