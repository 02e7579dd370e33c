import { Command, CommanderError } from '@commander-js/extra-typings';
import type { Context } from './context.ts';

/** In the order of the help. Loaded when they are needed, since all of them take longer than most do their work. */
const commands = {
  run: async () => (await import('./run.ts')).runCommand,
  build: async () => (await import('./build.ts')).buildCommand,
  up: async () => (await import('./up.ts')).upCommand,
  status: async () => (await import('./status.ts')).statusCommand,
  open: async () => (await import('./open.ts')).openCommand,
  logs: async () => (await import('./logs.ts')).logsCommand,
  shell: async () => (await import('./shell.ts')).shellCommand,
  mwscript: async () => (await import('./mwscript.ts')).mwscriptCommand,
  sql: async () => (await import('./sql.ts')).sqlCommand,
  jobs: async () => (await import('./jobs.ts')).jobsCommand,
  mail: async () => (await import('./mail.ts')).mailCommand,
  test: async () => (await import('./test.ts')).testCommand,
  reset: async () => (await import('./reset.ts')).resetCommand,
  extend: async () => (await import('./extend.ts')).extendCommand,
  down: async () => (await import('./down.ts')).downCommand,
  compare: async () => (await import('./compare.ts')).compareCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  diff: async () => (await import('./diff.ts')).diffCommand,
  waive: async () => (await import('./waive.ts')).waiveCommand,
  history: async () => (await import('./history.ts')).historyCommand,
  flakes: async () => (await import('./flakes.ts')).flakesCommand,
  index: async () => (await import('./index-runs.ts')).indexCommand,
  gc: async () => (await import('./gc.ts')).gcCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
};

/** Reads the arguments and runs the command that they name. Exit codes go to `context.setExitCode`. */
export async function runCommandLine(args: readonly string[], context: Context): Promise<void> {
  const program = new Command('gm1')
    .enablePositionalOptions()
    .description(
      'Builds the MediaWiki that is about to ship, runs it beside the one that ships today, says what got worse.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  gm1 run            build, start, test and compare both tracks\n  gm1 up             explore the next MediaWiki by hand',
    );
  for (const load of commandsFor(args)) program.addCommand(useStreams((await load())(context), context));
  try {
    await useStreams(program, context).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    context.setExitCode(error.exitCode === 0 ? 0 : 2);
  }
}

/** The one that is named; all for the help, and for what it might have been. */
function commandsFor([name = '']: readonly string[]) {
  return Object.entries(commands).flatMap(([known, load]) =>
    known === name || !Object.hasOwn(commands, name) ? [load] : [],
  );
}

interface Printing {
  exitOverride(): unknown;
  configureOutput(output: object): unknown;
  readonly commands: readonly Printing[];
}

function useStreams<T extends Printing>(command: T, context: Context): T {
  const { stdout, stderr } = context;
  command.exitOverride();
  command.configureOutput({
    writeOut: (text: string) => stdout.write(text),
    writeErr: (text: string) => stderr.write(text),
  });
  for (const inner of command.commands) useStreams(inner, context);
  return command;
}
