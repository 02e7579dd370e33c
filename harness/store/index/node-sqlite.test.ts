import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nodeSqlite } from './node-sqlite.ts';

test('whoever begins a transaction may write, so that nobody finds out in its midst that another does', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'gm1-sqlite-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const open = () => nodeSqlite(join(directory, 'index.sqlite'), 10);
  const [first, second] = [open(), open()];
  first.prepare('begin').run([]);
  expect(() => second.prepare('begin').run([])).toThrow('database is locked');
  first.prepare('rollback').run([]);
  second.prepare('begin').run([]);
  first.close();
  second.close();
});
