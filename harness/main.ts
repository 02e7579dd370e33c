import { runCommandLine } from './cli/command-line.ts';
import { machineFailure } from './cli/machine-failure.ts';
import { compose } from './compose.ts';
import { failureSentence } from './core/failure.ts';
import { interruptSignal } from './system/interrupt.ts';

let exitCode = 0;
// A delay of the notice alone, so that a quick end says nothing: nothing waits for it.
const signal = interruptSignal(process, () => setTimeout(sayStopping, 500).unref());

/** Not worth a word when it takes no time. */
function sayStopping(): void {
  process.stderr.write(
    'Stopping and cleaning up; Ctrl-C again stops at once and leaves the rest to "gm1 gc".\n',
  );
}

// A reader that has seen enough, such as head, is no defect, and neither is a terminal that was closed.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (!('code' in error) || (error.code !== 'EPIPE' && error.code !== 'EIO')) throw error;
  });

try {
  await runCommandLine(process.argv.slice(2), {
    services: compose(process.env, process.stdout),
    signal,
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    setExitCode: (code) => {
      exitCode = code;
    },
  });
} catch (bug) {
  const failure = machineFailure(bug);
  process.stderr.write(
    failure
      ? `gm1: ${failureSentence(failure)}\n`
      : `gm1: a defect of gm1 itself, please report it:\n${bug instanceof Error ? bug.stack : bug}\n`,
  );
  exitCode = 3;
}
// A pipe takes what was written at its reader's pace; leaving now would drop the rest.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(exitCode);
