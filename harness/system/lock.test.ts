import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { awaitLock, type Lock, livingHolder, tryLock } from './lock.ts';

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

describe('who waits for a lock', () => {
  const { signal } = new AbortController();

  async function take(path: string): Promise<Lock> {
    const lock = await tryLock(path);
    if ('holder' in lock) throw new Error('not locked');
    return lock;
  }

  test('has a free one at once, and is told of nobody', async () => {
    const path = await lockPath();
    const pause = () => Promise.reject(new Error('paused'));
    const onWait = () => expect.unreachable();
    await using lock = await awaitLock(path, { pause, signal, onWait });
    expect(lock?.path).toBe(path);
    expect(await livingHolder(path)).toBe(process.pid);
  });

  test('has it once it is released, and is told once who held it', async () => {
    const path = await lockPath();
    const held = await take(path);
    const told: number[] = [];
    let pauses = 0;
    const pause = async () => {
      pauses += 1;
      if (pauses === 3) await held[Symbol.asyncDispose]();
    };
    const lock = await awaitLock(path, { pause, signal, onWait: (holder) => told.push(holder) });
    expect(lock?.path).toBe(path);
    expect({ told, pauses }).toEqual({ told: [process.pid], pauses: 3 });
  });

  test('gives up when the signal comes, and leaves it to its holder', async () => {
    const path = await lockPath();
    await using held = await take(path);
    const control = new AbortController();
    const pause = async () => control.abort();
    expect(await awaitLock(path, { pause, signal: control.signal })).toBeUndefined();
    expect(await readdir(join(path, '..'))).toEqual(['one']);
    expect(await livingHolder(held.path)).toBe(process.pid);
  });

  test('does not take a free one after the signal', async () => {
    const path = await lockPath();
    const pause = async () => {};
    expect(await awaitLock(path, { pause, signal: AbortSignal.abort() })).toBeUndefined();
    expect(await livingHolder(path)).toBeUndefined();
  });

  test('has it alone, however many wait', async () => {
    const path = await lockPath();
    let inside = 0;
    const most: number[] = [];
    const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
    const work = async () => {
      await using _lock = await awaitLock(path, { pause, signal });
      inside += 1;
      most.push(inside);
      await pause();
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(most).toEqual(Array.from({ length: 8 }, () => 1));
  });
});

test('is held by one at a time, however many want it', async () => {
  const file = await lockPath();
  const pause = async () => {};
  let [holders, most] = [0, 0];
  const work = async () => {
    for (let round = 0; round < 50; round += 1) {
      await using _lock = await awaitLock(file, { pause, signal: new AbortController().signal });
      holders += 1;
      most = Math.max(most, holders);
      await readdir(join(file, '..'));
      holders -= 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  expect(most).toBe(1);
});
