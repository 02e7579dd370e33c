import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeReport } from '../../reports/write-report.ts';
import { jsonReportJsonSchema } from '../cli/json-report-schema.ts';
import { compareRun } from '../comparison/compare-run.ts';
import { tracks } from '../core/track.ts';
import { JournalStore } from '../store/journal/journal-store.ts';
import { systemClock } from '../system/clock.ts';
import type { Command } from '../system/command.ts';
import { unwrap } from '../testing/unwrap.ts';
import { writeLargeRun } from './large-run.ts';
import { measureProcess } from './measure-process.ts';
import { printTable } from './print-table.ts';
import { gm1, projectRoot } from './project.ts';
import { megabytes, seconds } from './row.ts';

interface Size {
  readonly tests: number;
  /** Runs of as many tests that were compared before it. */
  readonly nights: number;
}

const sizes: readonly Size[] = [
  { tests: 1000, nights: 0 },
  { tests: 5000, nights: 0 },
  { tests: 5000, nights: 20 },
  { tests: 20_000, nights: 0 },
];

/**
 * What it takes to compare two tracks and to render all reports but Allure's: step by step, and as `gm1 compare` in a
 * process of its own, beside `allure generate` of the same result files.
 */
export async function benchCompare(): Promise<void> {
  console.log('A tenth of the tests fails on next three times, with a screenshot; four log lines a test.\n');
  for (const size of sizes)
    printTable(['', 'read', 'compare', 'render', 'whole process', 'its memory'], await benchSize(size));
}

async function benchSize({ tests, nights }: Size): Promise<readonly (readonly string[])[]> {
  const home = await mkdtemp(join(tmpdir(), 'gm1-bench-'));
  try {
    const runs = join(home, 'runs');
    for (let night = 0; night < nights; night++) await writeNight(runs, tests);
    const run = await writeLargeRun(runs, tests);
    const command = await measureProcess(gm1, ['compare', run], await withoutAllure(home));
    const steps = await timeSteps(runs, run);
    const allure = await measureProcess(
      fileURLToPath(import.meta.resolve('allure-commandline/dist/bin/allure')),
      ['generate', '--clean', '--single-file', '--output', join(home, 'allure'), ...resultFolders(runs, run)],
    );
    return [
      [
        `${tests} tests${nights > 0 ? ` after ${nights} nights` : ''}, gm1`,
        ...steps.map(seconds),
        ...whole(command),
      ],
      [`${tests} tests, allure generate`, '', '', '', ...whole(allure)],
    ];
  } finally {
    await rm(home, { recursive: true });
  }
}

async function writeNight(runs: string, tests: number): Promise<void> {
  const store = new JournalStore(runs, systemClock);
  const run = await writeLargeRun(runs, tests);
  await store.writeComparison(run, compareRun(unwrap(await store.read(run))));
  // As each command of that night did.
  await store.list();
}

/** An environment in which gm1 finds no Java, and its compiled code as on any machine where it ran before. */
async function withoutAllure(home: string): Promise<NodeJS.ProcessEnv> {
  const folder = join(home, 'bin');
  await mkdir(folder);
  await writeFile(join(folder, 'java'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  return {
    ...process.env,
    GM1_HOME: home,
    NODE_COMPILE_CACHE: join(projectRoot, '.gm1/cache/node'),
    PATH: `${folder}:${process.env.PATH}`,
  };
}

function resultFolders(runs: string, run: string): readonly string[] {
  return tracks.flatMap((track) =>
    ['http', 'api', 'browser', 'webdriverio'].map((suite) => join(runs, run, track, 'results', suite)),
  );
}

function whole(measured: { readonly seconds: number; readonly peakMemory: number }): readonly string[] {
  return [seconds(measured.seconds), megabytes(measured.peakMemory)];
}

const withoutJava: Command = {
  run: async () => ({ exitCode: undefined, stdout: '', stderr: '', reason: 'not asked for' }),
};

/** Seconds to read the record, to compare and to render. */
async function timeSteps(runs: string, run: string): Promise<readonly number[]> {
  const start = systemClock.seconds();
  const record = unwrap(await new JournalStore(runs, systemClock).read(run));
  const whenRead = systemClock.seconds();
  const comparison = compareRun(record);
  const whenCompared = systemClock.seconds();
  const report = await writeReport({
    record,
    comparison,
    schema: jsonReportJsonSchema(),
    command: withoutJava,
    signal: new AbortController().signal,
    latest: join(runs, 'latest'),
  });
  unwrap(report);
  return [whenRead - start, whenCompared - whenRead, systemClock.seconds() - whenCompared];
}
