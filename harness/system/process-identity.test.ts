import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { identify, isRunning, isSurelyGone, thisProcess } from './process-identity.ts';

test('a process runs until it has ended', async () => {
  const child = spawn('sleep', ['600']);
  const identity = await identify(child.pid ?? 0);
  expect(await isRunning(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await isRunning(identity)).toBe(false);
});

test('another that has its id is not it', async () => {
  const { pid, started } = await identify(process.pid);
  expect(await isRunning({ pid, started })).toBe(true);
  expect(await isRunning({ pid, started: `${started}1` })).toBe(false);
});

test('one that has ended does not run although its parent has not noticed', async () => {
  // The shell becomes a program that never asks for its children.
  const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600']);
  const [line] = await once(parent.stdout, 'data');
  const identity = await identify(Number(line));
  process.kill(identity.pid, 'SIGKILL');
  await expect.poll(() => isRunning(identity)).toBe(false);
  expect(() => process.kill(identity.pid, 0)).not.toThrow();
  parent.kill('SIGKILL');
});

test('of another machine, another start of this one, or another container nobody can say that it is gone', async () => {
  const self = await thisProcess();
  expect(self.place).toMatch(/^[0-9a-f-]{36}\.\d+$/);
  const other = { ...self, started: '1' };
  expect(await isSurelyGone(self)).toBe(false);
  expect(await isSurelyGone(other)).toBe(true);
  expect(await isSurelyGone({ ...other, place: self.place.replace(/\d+$/, '1') })).toBe(false);
});
