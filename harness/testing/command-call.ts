import { Readable } from 'node:stream';
import { runCommandLine } from '../cli/command-line.ts';
import type { Services } from '../cli/context.ts';
import { MemoryStream } from './memory-stream.ts';

export interface Called {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandCall {
  /** Those that the command may ask for; any other is a bug of the test. */
  readonly services?: Partial<Services>;
  readonly stdin?: string;
}

/** Calls `gm1` without a process: the exit code and all that it wrote. */
export async function callGm1(
  args: readonly string[],
  { services = {}, stdin = '' }: CommandCall = {},
): Promise<Called> {
  const [stdout, stderr] = [new MemoryStream(), new MemoryStream()];
  let exitCode: number | undefined;
  await runCommandLine(args, {
    services: new Proxy(services as Services, {
      get: (target, name) => Reflect.get(target, name) ?? refuse(name),
    }),
    signal: new AbortController().signal,
    stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
    stdout,
    stderr,
    setExitCode: (code) => {
      exitCode = code;
    },
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

function refuse(name: string | symbol): never {
  throw new Error(`asked for ${String(name)}`);
}
