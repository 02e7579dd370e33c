import { Command, CommanderError } from '@commander-js/extra-typings';
import { buildCommand } from './build.ts';
import { compareCommand } from './compare.ts';
import type { Context } from './context.ts';
import { diffCommand } from './diff.ts';
import { doctorCommand } from './doctor.ts';
import { downCommand } from './down.ts';
import { extendCommand } from './extend.ts';
import { flakesCommand } from './flakes.ts';
import { gcCommand } from './gc.ts';
import { historyCommand } from './history.ts';
import { indexCommand } from './index-runs.ts';
import { jobsCommand } from './jobs.ts';
import { logsCommand } from './logs.ts';
import { mailCommand } from './mail.ts';
import { mwscriptCommand } from './mwscript.ts';
import { openCommand } from './open.ts';
import { reportCommand } from './report.ts';
import { resetCommand } from './reset.ts';
import { runCommand } from './run.ts';
import { shellCommand } from './shell.ts';
import { sqlCommand } from './sql.ts';
import { statusCommand } from './status.ts';
import { testCommand } from './test.ts';
import { upCommand } from './up.ts';
import { waiveCommand } from './waive.ts';

/** Reads the arguments and runs the command that they name. Exit codes go to `context.setExitCode`. */
export async function runCommandLine(args: readonly string[], context: Context): Promise<void> {
  const commands = [
    runCommand(context),
    buildCommand(context),
    upCommand(context),
    statusCommand(context),
    openCommand(context),
    logsCommand(context),
    shellCommand(context),
    mwscriptCommand(context),
    sqlCommand(context),
    jobsCommand(context),
    mailCommand(context),
    testCommand(context),
    resetCommand(context),
    extendCommand(context),
    downCommand(context),
    compareCommand(context),
    reportCommand(context),
    diffCommand(context),
    waiveCommand(context),
    historyCommand(context),
    flakesCommand(context),
    indexCommand(context),
    gcCommand(context),
    doctorCommand(context),
  ];
  const program = new Command('gm1')
    .enablePositionalOptions()
    .description(
      'Builds the MediaWiki that is about to ship, runs it beside the one that ships today, says what got worse.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  gm1 run            build, start, test and compare both tracks\n  gm1 up             explore the next MediaWiki by hand',
    );
  for (const command of commands) program.addCommand(useStreams(command, context));
  try {
    await useStreams(program, context).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    context.setExitCode(error.exitCode === 0 ? 0 : 2);
  }
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
