import type { Command, Finished } from '../system/command.ts';

export interface GitRun {
  /** The working tree or the repository to run in. */
  readonly directory?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly signal: AbortSignal;
}

/**
 * Runs git so that it asks nothing, speaks English, writes nothing that nobody asked for (a refreshed index), and reads
 * folders of other users. The user's own configuration counts: it has the ways to reach repositories.
 */
export function runGit(
  command: Command,
  args: readonly string[],
  { directory, env = {}, ...run }: GitRun,
): Promise<Finished> {
  const where = directory === undefined ? [] : ['-C', directory];
  return command.run('git', [...where, '-c', 'safe.directory=*', ...args], {
    ...run,
    env: { ...silence, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C', ...env },
  });
}

/** ssh asks on the terminal even when git does not; forced to ask a program instead, it gets no answer. */
const silence = { GIT_TERMINAL_PROMPT: '0', SSH_ASKPASS_REQUIRE: 'force', SSH_ASKPASS: 'false' };
