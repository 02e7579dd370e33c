import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { compareLogs } from '../comparison/compare-logs.ts';
import { type Track, tracks } from '../core/track.ts';
import { readLogs } from '../evidence/read-logs.ts';
import { collectEvidence } from '../run/collect-evidence.ts';
import { tallyLongLogs } from '../run/tally-long-logs.ts';
import { readLogsFiles, writeLogsFiles } from '../store/journal/logs-files.ts';
import { systemCommand } from '../system/command.ts';
import { parseJson } from '../system/parse-json.ts';
import { labelledRecords } from '../testing/labelled-records.ts';
import { attemptsOfNight, writeNight } from './night.ts';
import { printTable } from './print-table.ts';
import { projectRoot } from './project.ts';
import { megabytes, seconds } from './row.ts';

/** What both tracks log together in a night. */
const night = { requests: 200_000, records: 1_000_000 };

const measuredSchema = z.object({
  seconds: z.number(),
  cpuSeconds: z.number(),
  /** Bytes: the most that the process had at once. */
  peak: z.number(),
  signatures: z.number(),
});
type Measured = z.infer<typeof measuredSchema>;

/**
 * How long the evidence of a night takes to collect (read, tie to tests and write, a track at a time) and to compare, and
 * how much memory: of a quarter, of half and of all of it. Each step is a process of its own, as its memory is measured.
 *
 *     npm run bench -- evidence        some minutes
 *     npm run bench -- evidence 0.1    just a tenth of a night
 */
export async function benchEvidence(): Promise<void> {
  const [first, folder] = process.argv.slice(3);
  if (first !== undefined && folder !== undefined) return printMeasured(first, folder);
  const shares = first === undefined ? [1 / 4, 1 / 2, 1] : [Number(first)];
  for (const share of shares)
    printTable(['records', 'step', 'time', 'CPU', 'peak', 'signatures'], await benchNight(share));
}

async function benchNight(share: number): Promise<string[][]> {
  if (!(share > 0 && share <= 1)) throw new Error('The share of a night is a number above 0 and up to 1.');
  const folder = await mkdtemp(join(tmpdir(), 'gm1-night-'));
  try {
    const size = { requests: (night.requests * share) / 2, records: (night.records * share) / 2 };
    const samples = (await labelledRecords()).map(({ record }) => record);
    for (const track of tracks)
      await writeNight(join(folder, track), track, samples.filter(isOfServer), size);
    const steps: string[][] = [];
    for (const step of [...tracks, 'compare'])
      steps.push(row(night.records * share, step, await measureStep(step, folder)));
    return steps;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function isOfServer({ channel }: { readonly channel: string }): boolean {
  return channel !== 'browser' && channel !== 'php';
}

function row(records: number, step: string, measured: Measured): string[] {
  const { signatures } = measured;
  return [
    records.toLocaleString('en'),
    step === 'compare' ? step : `collect ${step}`,
    seconds(measured.seconds),
    seconds(measured.cpuSeconds),
    megabytes(measured.peak),
    signatures > 0 ? String(signatures) : '',
  ];
}

async function measureStep(step: string, folder: string): Promise<Measured> {
  const args = [join(projectRoot, 'harness/bench.ts'), 'evidence', step, folder];
  const { stdout, stderr } = await systemCommand.run(process.execPath, args);
  const measured = measuredSchema.safeParse(parseJson(stdout.trim().split('\n').at(-1) ?? ''));
  if (!measured.success) throw new Error(`The step ${step} gave no figures:\n${stderr}`);
  return measured.data;
}

async function printMeasured(step: string, folder: string): Promise<void> {
  const before = { time: performance.now(), cpu: process.cpuUsage() };
  const track = tracks.find((one) => one === step);
  const signatures = track ? await collect(track, folder) : await compare(folder);
  const { user, system } = process.cpuUsage(before.cpu);
  const measured: Measured = {
    seconds: (performance.now() - before.time) / 1000,
    cpuSeconds: (user + system) / 1_000_000,
    peak: process.resourceUsage().maxRSS * 1024,
    signatures,
  };
  console.log(JSON.stringify(measured));
}

/** As `run/compare-tracks.ts` does once a track's suites have run. */
async function collect(track: Track, folder: string): Promise<number> {
  const logs = await readLogs(join(folder, track), track);
  const secrets = { 'password of sysop': 'bench-password-of-a-sysop' };
  const collected = { ...logs, secrets };
  await writeLogsFiles(
    join(folder, 'run'),
    await collectEvidence(collected, attemptsOfNight(track), async () => folder),
  );
  return 0;
}

/** The signatures of both tracks. */
async function compare(folder: string): Promise<number> {
  const run = join(folder, 'run');
  const [train, next] = await Promise.all(tracks.map((track) => readLogsFiles(run, track)));
  if (!train || !next) throw new Error('The logs are not whole.');
  return compareLogs(train, next, undefined, await tallyLongLogs({ train, next })).length;
}
