import { setTimeout as pause } from 'node:timers/promises';

/** Seconds that a group has from the end of its leader to SIGKILL, and from there until it is taken for gone. */
const grace = 2;

/**
 * A program that leads a process group, and all that it started. The group gets SIGTERM when the signal says so and
 * when its leader has ended; SIGKILL when the harness ends first, or `grace` after the leader. Disposed when all of it
 * is gone.
 */
export function processGroup(leader: number, signal: AbortSignal | undefined): AsyncDisposable {
  const kill = () => send(leader, 'SIGKILL');
  const terminate = () => send(leader, 'SIGTERM');
  process.once('exit', kill);
  signal?.addEventListener('abort', terminate);
  if (signal?.aborted) terminate();
  return {
    async [Symbol.asyncDispose]() {
      terminate();
      if (!(await isGone(leader))) {
        kill();
        await isGone(leader);
      }
      process.off('exit', kill);
      signal?.removeEventListener('abort', terminate);
    },
  };
}

async function isGone(leader: number): Promise<boolean> {
  for (const end = performance.now() + grace * 1000; performance.now() < end; ) {
    if (!send(leader, 0)) return true;
    await pause(25);
  }
  return false;
}

/** False when nobody is left in the group. */
function send(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
