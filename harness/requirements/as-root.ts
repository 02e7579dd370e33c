import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { CommandOptions, Finished } from '../system/command.ts';
import type { Machine } from './machine.ts';

/** The words of a command that has root's rights on this machine, for running it and for telling a person. */
export function asRoot({ authority }: Machine, words: readonly string[]): readonly [string, ...string[]] {
  const [file = 'true', ...args] = words;
  return authority === 'root' ? [file, ...args] : ['sudo', '-n', file, ...args];
}

/** The command for a person to type; sudo may ask for a password there. */
export function typed({ authority }: Machine, words: string): string {
  return authority === 'root' ? words : `sudo ${words}`;
}

/** Runs a program with root's rights. Fails with the last lines that it printed. */
export async function runAsRoot(
  machine: Machine,
  words: readonly string[],
  options: CommandOptions = {},
): Promise<Outcome<void>> {
  const [file, ...args] = asRoot(machine, words);
  const finished = await machine.command.run(file, args, options);
  return finished.exitCode === 0 ? ok(undefined) : failed(programFailed(machine, words, finished));
}

function programFailed(machine: Machine, words: readonly string[], finished: Finished): Failure {
  const command = typed(machine, words.join(' '));
  return {
    kind: 'infrastructure',
    what: `\`${command}\` failed${finished.exitCode === undefined ? '' : ` with exit code ${finished.exitCode}`}.`,
    why: lastLines(finished),
    next: 'Mend that, then run `npm run setup` again.',
  };
}

function lastLines({ stdout, stderr, reason }: Finished): string {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  return [...lines.slice(-5), ...(reason ? [reason] : [])].join('\n');
}
