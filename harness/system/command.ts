import { execa } from 'execa';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly signal?: AbortSignal;
  /** Called with each line of standard output and error as it comes. */
  readonly onLine?: (line: string) => void;
}

/** `exitCode` is undefined when the program did not start or was killed; `reason` then says why. */
export interface Finished {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly reason?: string;
}

/** Runs programs of this machine, never through a shell. Does not throw when a program fails. */
export interface Command {
  run(file: string, args: readonly string[], options?: CommandOptions): Promise<Finished>;
}

/** Ends a program and what it started: SIGTERM, and SIGKILL five seconds later. */
export const systemCommand: Command = {
  async run(file, args, { cwd, env, input, signal, onLine } = {}) {
    const lines = onLine && [
      'pipe' as const,
      function* (line: unknown) {
        onLine(String(line));
        yield line;
      },
    ];
    const result = await execa(file, [...args], {
      ...(cwd && { cwd }),
      ...(env && { env }),
      ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
      ...(signal && { cancelSignal: signal }),
      ...(lines && { stdout: lines, stderr: lines }),
      reject: false,
      forceKillAfterDelay: 5000,
      maxBuffer: 64 * 1024 * 1024,
    });
    return {
      exitCode: result.exitCode,
      stdout: String(result.stdout ?? ''),
      stderr: String(result.stderr ?? ''),
      ...(result.exitCode === undefined && { reason: result.shortMessage ?? 'it was ended' }),
    };
  },
};
