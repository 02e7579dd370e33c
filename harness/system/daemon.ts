import { spawn } from 'node:child_process';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed, type Outcome, ok } from '../core/failure.ts';

/** A program in the background. */
export interface Daemon {
  hasEnded(): boolean;
}

/**
 * Starts a program that outlives this process and its terminal. Its output goes to the log file, so that nobody who
 * reads our own output waits for it.
 */
export async function startDaemon(
  file: string,
  args: readonly string[],
  log: string,
): Promise<Outcome<Daemon>> {
  await mkdir(dirname(log), { recursive: true });
  const output = await open(log, 'a');
  try {
    return await started(file, args, output.fd);
  } finally {
    await output.close();
  }
}

function started(file: string, args: readonly string[], output: number): Promise<Outcome<Daemon>> {
  const daemon = spawn(file, args, { detached: true, stdio: ['ignore', output, output], cwd: '/' });
  return new Promise((resolve) => {
    daemon.once('spawn', () => {
      daemon.unref();
      resolve(ok({ hasEnded: () => daemon.exitCode !== null || daemon.signalCode !== null }));
    });
    daemon.once('error', (error) => resolve(failed(didNotStart(file, error))));
  });
}

function didNotStart(file: string, error: Error) {
  return {
    kind: 'infrastructure' as const,
    what: `${file} could not be started.`,
    why: `${error.message}.`,
    next: 'See `gm1 doctor` for what is needed.',
  };
}
