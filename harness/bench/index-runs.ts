import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCommand } from '../system/command.ts';
import { gm1 } from './project.ts';
import { megabytes, row, seconds } from './row.ts';
import { writeNights } from './run-directories.ts';

const nights = { first: 0, runs: 1000, tests: 500 };

/** What the index of the runs on record takes: all of it anew, one run more, and the questions that it answers. */
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
    await writeNights(join(home, 'runs'), { ...nights, first: nights.runs, runs: 1 });
    await time(home, 'gm1 history, one run more', 'history', 'page number 50 says', '-e', 'sample');
    await time(home, 'gm1 history, nothing new', 'history', 'page number 50 says', '-e', 'sample');
    await time(home, 'gm1 history of a month', 'history', '--month', '2026-08', '-e', 'sample');
    await time(home, 'gm1 flakes of all runs', 'flakes', '--days', '9999', '-e', 'sample');
  } finally {
    await rm(home, { recursive: true });
  }
}

async function time(home: string, what: string, ...args: readonly string[]): Promise<void> {
  const start = performance.now();
  const { exitCode, stderr } = await systemCommand.run(gm1, args, {
    env: { ...process.env, GM1_HOME: home },
  });
  if (exitCode !== 0) throw new Error(`gm1 ${args.join(' ')} ended with ${exitCode}:\n${stderr}`);
  row(what, seconds((performance.now() - start) / 1000));
}
