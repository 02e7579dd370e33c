import { processGroup } from './process-group.ts';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly signal?: AbortSignal;
  /** Called with each line of standard output and error as it comes. */
  readonly onLine?: (line: string) => void;
  /** Also ends what the program started and left behind. It then has no terminal, so it can ask nothing. */
  readonly ownGroup?: boolean;
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

/** Ends a program by SIGTERM, and by SIGKILL five seconds later. */
export const systemCommand: Command = {
  async run(file, args, { cwd, env, input, signal, onLine, ownGroup = false } = {}) {
    const lines = onLine && [
      'pipe' as const,
      function* (line: unknown) {
        onLine(String(line));
        yield line;
      },
    ];
    // Loading it takes longer than most commands, and few of them run a program.
    const { execa } = await import('execa');
    const running = execa(file, [...args], {
      ...(cwd && { cwd }),
      ...(env && { env }),
      ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
      ...(signal && { cancelSignal: signal }),
      detached: ownGroup,
      ...(lines && { stdout: lines, stderr: lines }),
      reject: false,
      forceKillAfterDelay: 5000,
      maxBuffer: 64 * 1024 * 1024,
    });
    await using _group = ownGroup && running.pid ? processGroup(running.pid, signal) : undefined;
    const result = await running;
    return {
      exitCode: result.exitCode,
      stdout: String(result.stdout ?? ''),
      stderr: String(result.stderr ?? ''),
      ...(result.exitCode === undefined && { reason: result.shortMessage ?? 'it was ended' }),
    };
  },
};
