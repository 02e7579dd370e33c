import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startDaemon } from './daemon.ts';

const run = promisify(execFile);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-daemon-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('a daemon outlives the process that started it, which nobody waits longer for', async () => {
  const log = join(folder, 'logs', 'daemon.log');
  const starter = `
    const { startDaemon } = await import(${JSON.stringify(new URL('daemon.ts', import.meta.url).href)});
    await startDaemon('sh', ['-c', 'echo $$; exec sleep 600'], ${JSON.stringify(log)});
    process.stdout.write('started');`;
  // Resolves when the process has ended and nobody holds its output open any more.
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', starter]);
  expect(stdout).toBe('started');
  const pid = await vi.waitFor(async () =>
    Number((await readFile(log, 'utf8')).match(/^\d+\n/)?.[0] ?? fail()),
  );
  expect(process.kill(pid, 0)).toBe(true);
  process.kill(pid);
});

test('a program that is not there is a failure that names it', async () => {
  const outcome = await startDaemon('no-such-daemon', [], join(folder, 'log'));
  expect(outcome).toMatchObject({ ok: false, failure: { what: 'no-such-daemon could not be started.' } });
});

function fail(): never {
  throw new Error('The daemon has not said its id yet.');
}
