import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const program = `
  import { interruptSignal } from ${JSON.stringify(join(import.meta.dirname, 'interrupt.ts'))};
  const say = (what) => process.stdout.write(what + '\\n');
  const signal = interruptSignal(process, () => say('first'));
  signal.addEventListener('abort', () => say('stopping'));
  process.on('SIGUSR2', () => { say('cleaned up'); process.exit(7); });
  setInterval(() => {}, 1000);
  say('ready');
`;

async function started() {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value;
  const ended = once(child, 'close');
  expect(await next()).toBe('ready');
  return { child, next, exitCode: async () => (await ended)[0] };
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s lets work stop cleanly', async (signal) => {
  const { child, next, exitCode } = await started();
  child.kill(signal);
  expect([await next(), await next()]).toEqual(['first', 'stopping']);
  child.kill('SIGUSR2');
  expect(await exitCode()).toBe(7);
});

test('a second one ends the process at once, whichever the first was', async () => {
  const { child, next, exitCode } = await started();
  child.kill('SIGHUP');
  expect([await next(), await next()]).toEqual(['first', 'stopping']);
  child.kill('SIGINT');
  expect(await exitCode()).toBe(130);
});

test('a terminal that is closed may say so twice', async () => {
  const { child, next, exitCode } = await started();
  child.kill('SIGHUP');
  expect([await next(), await next()]).toEqual(['first', 'stopping']);
  child.kill('SIGHUP');
  child.kill('SIGUSR2');
  expect(await next()).toBe('cleaned up');
  expect(await exitCode()).toBe(7);
});
