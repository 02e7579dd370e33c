import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCommand } from '../system/command.ts';
import { measure } from './measure.ts';
import { gm1 } from './project.ts';
import { megabytes, row, seconds } from './row.ts';
import { writeNights } from './run-directories.ts';

const nights = { runs: Number(process.env.NIGHTS ?? 1000), tests: 500 };

/** What the index of the runs on record takes: all of it anew, one run more, and the questions of `gm1 history`. */
export async function benchIndex(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'gm1-bench-'));
  try {
    await writeNights(join(home, 'runs'), nights);
    console.log(
      `${nights.runs} runs of ${nights.tests} tests. Seconds of the whole command, Node's start included.\n`,
    );
    await time(home, 'gm1 index, all runs', 'index');
    row('its file', megabytes((await stat(join(home, 'index.sqlite'))).size));
    await time(home, 'gm1 index, nothing new', 'index');
    await writeNights(join(home, 'runs'), { ...nights, runs: 1 });
    await time(home, 'gm1 index, one run more', 'index');
  } finally {
    await rm(home, { recursive: true });
  }
}

async function time(home: string, what: string, ...args: readonly string[]): Promise<void> {
  const measured = await measure(async () => {
    const { exitCode, stderr } = await systemCommand.run(gm1, args, {
      env: { ...process.env, GM1_HOME: home },
    });
    if (exitCode !== 0) throw new Error(`gm1 ${args.join(' ')} ended with ${exitCode}:\n${stderr}`);
  });
  row(what, seconds(measured.seconds));
}
