import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { writeReport } from '../../reports/write-report.ts';
import { jsonReportJsonSchema } from '../cli/json-report-schema.ts';
import { compareRun } from '../comparison/compare-run.ts';
import { tracks } from '../core/track.ts';
import { JournalStore } from '../store/journal/journal-store.ts';
import { systemClock } from '../system/clock.ts';
import type { Command } from '../system/command.ts';
import { parseJson } from '../system/parse-json.ts';
import { unwrap } from '../testing/unwrap.ts';
import { writeLargeRun } from './large-run.ts';
import { measureProcess } from './measure-process.ts';
import { printTable } from './print-table.ts';
import { projectRoot } from './project.ts';
import { megabytes, seconds } from './row.ts';

const sizes = [1000, 5000, 20_000];

const steps = z.object({ read: z.number(), compare: z.number(), render: z.number() });

/**
 * What it takes to compare two tracks and to render all reports but Allure's, beside `allure generate` of the same result
 * files; each in a process of its own, which is started as `npm run bench -- compare FOLDER RUN`.
 */
export async function benchCompare(): Promise<void> {
  const [folder, run] = process.argv.slice(3);
  if (folder !== undefined && run !== undefined) return compareOne(folder, run);
  console.log('A tenth of the tests fails on next three times, with a screenshot; four log lines a test.\n');
  for (const tests of sizes)
    printTable(['', 'read', 'compare', 'render', 'whole process', 'its memory'], await benchSize(tests));
}

async function benchSize(tests: number): Promise<readonly (readonly string[])[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gm1-bench-'));
  try {
    const run = await writeLargeRun(folder, tests);
    const bench = join(projectRoot, 'harness/bench.ts');
    const own = await measureProcess(process.execPath, [bench, 'compare', folder, run]);
    const { read, compare, render } = steps.parse(parseJson(own.stdout.trim().split('\n').at(-1) ?? ''));
    const allure = await measureProcess(
      fileURLToPath(import.meta.resolve('allure-commandline/dist/bin/allure')),
      [
        'generate',
        '--clean',
        '--single-file',
        '--output',
        join(folder, 'allure'),
        ...resultFolders(folder, run),
      ],
    );
    return [
      [`${tests} tests, gm1`, seconds(read), seconds(compare), seconds(render), ...whole(own)],
      [`${tests} tests, allure generate`, '', '', '', ...whole(allure)],
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function resultFolders(folder: string, run: string): readonly string[] {
  return tracks.flatMap((track) =>
    ['http', 'api', 'browser', 'webdriverio'].map((suite) => join(folder, run, track, 'results', suite)),
  );
}

function whole(measured: { readonly seconds: number; readonly peakMemory: number }): readonly string[] {
  return [seconds(measured.seconds), megabytes(measured.peakMemory)];
}

const withoutJava: Command = {
  run: async () => ({ exitCode: undefined, stdout: '', stderr: '', reason: 'not asked for' }),
};

/** Prints the seconds of its steps as JSON. */
async function compareOne(folder: string, run: string): Promise<void> {
  const store = new JournalStore(folder, systemClock);
  const start = systemClock.seconds();
  const record = unwrap(await store.read(run));
  const whenRead = systemClock.seconds();
  const comparison = compareRun(record);
  const whenCompared = systemClock.seconds();
  const report = await writeReport({
    record,
    comparison,
    schema: jsonReportJsonSchema(),
    command: withoutJava,
    signal: new AbortController().signal,
    latest: join(folder, 'latest'),
  });
  unwrap(report);
  const whenRendered = systemClock.seconds();
  console.log(
    JSON.stringify({
      read: whenRead - start,
      compare: whenCompared - whenRead,
      render: whenRendered - whenCompared,
    }),
  );
}
