import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { livingHolder, tryLock } from './lock.ts';

async function lockPath(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'gm1-lock-')), 'locks', 'one');
}

test('a held lock names its holder, and a released one can be taken', async () => {
  const path = await lockPath();
  const first = await tryLock(path);
  expect(await tryLock(path)).toEqual({ holder: process.pid });
  expect(await livingHolder(path)).toBe(process.pid);
  if ('holder' in first) throw new Error('not locked');
  await first[Symbol.asyncDispose]();
  expect(await livingHolder(path)).toBeUndefined();
  expect(await tryLock(path)).toHaveProperty('path');
});

test('of many who try at once exactly one gets it', async () => {
  const path = await lockPath();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => tryLock(path)));
  expect(outcomes.filter((outcome) => 'path' in outcome)).toHaveLength(1);
  expect(await readdir(join(path, '..'))).toEqual(['one']);
});

test('the lock of a dead process is taken over', async () => {
  const path = await lockPath();
  const child = spawn('true');
  await once(child, 'exit');
  await tryLock(path);
  await writeFile(path, JSON.stringify({ pid: child.pid, started: '1' }));
  expect(await livingHolder(path)).toBeUndefined();
  expect(await tryLock(path)).toHaveProperty('path');
});

test('the lock of a process whose id is used again is taken over', async () => {
  const path = await lockPath();
  await tryLock(path);
  await writeFile(path, JSON.stringify({ pid: process.pid, started: 'another time' }));
  expect(await tryLock(path)).toHaveProperty('path');
});
