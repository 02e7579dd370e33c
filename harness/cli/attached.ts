import type { Outcome } from '../core/failure.ts';
import type { Target, Terminal } from '../environment/provider.ts';
import type { Context } from './context.ts';
import { finishFailed } from './finish.ts';

/** What a program has for an exit code when nobody reads what it says: 128 and SIGPIPE. */
const unread = 141;

/**
 * Runs a command of a service on this process's own streams, on a terminal when there is one, and takes over its exit
 * code.
 */
export async function runAttached(
  context: Context,
  target: Target,
  command: readonly string[],
  json: boolean | undefined,
): Promise<number> {
  const provider = await context.services.provider();
  if (!provider.ok) return finishFailed(context, provider.failure, json);
  const { stdin, stdout, stderr, signal } = context;
  const terminal = terminalOf(context);
  const attachment = {
    ...{ stdin, stdout, stderr, signal },
    ...(terminal && { terminal, env: { TERM: process.env.TERM ?? 'xterm' } }),
  };
  if (terminal) stdin.setRawMode?.(true);
  try {
    return exitCodeOf(context, await provider.value.attach(target, command, attachment), json);
  } finally {
    if (terminal) stdin.setRawMode?.(false);
  }
}

function exitCodeOf(context: Context, ended: Outcome<number>, json: boolean | undefined): number {
  if (!context.stdout.writable) return unread;
  return ended.ok ? ended.value : finishFailed(context, ended.failure, json);
}

function terminalOf({ stdin, stdout }: Context): Terminal | undefined {
  if (!stdin.isTTY || !stdout.isTTY) return undefined;
  return {
    get columns() {
      return stdout.columns ?? 80;
    },
    get rows() {
      return stdout.rows ?? 24;
    },
    on: (event, listener) => stdout.on(event, listener),
    off: (event, listener) => stdout.off(event, listener),
  };
}
