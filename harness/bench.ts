import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { benchLife } from './bench/life.ts';
import { systemCommand } from './system/command.ts';
import { thisHost } from './system/host.ts';
import { parseJson } from './system/parse-json.ts';

/**
 * Measures what the documentation quotes, on this machine: `gm1 up` from an existing image and seed, a whole warm run
 * with its phases and tests, the peak of memory, and the sizes of the images. `npm run bench -- cold` measures `npm
 * start` from a fresh clone; where nothing of gm1 is cached yet that is the cold figure. `npm run bench -- environment`
 * measures the life of an environment beside the plain way.
 */
const projectRoot = join(import.meta.dirname, '..');
const gm1 = join(projectRoot, 'gm1');

const phase = z.object({ name: z.string(), seconds: z.number() });
const environments = z.array(
  z.looseObject({ track: z.string(), readySeconds: z.number(), phases: z.array(phase) }),
);
const builds = z.array(
  z.looseObject({ track: z.string(), image: z.object({ ref: z.string() }), bytes: z.number() }),
);
const finishedRun = z.looseObject({
  gate: z.object({ verdict: z.string() }),
  total: z.number(),
  phases: z.record(z.string(), z.array(phase)),
});

interface Measured<T> {
  readonly value: T;
  readonly seconds: number;
  /** Bytes that the whole machine used more than before it began. */
  readonly peakMemory: number;
}

async function measure<T>(step: () => Promise<T>): Promise<Measured<T>> {
  const before = await availableMemory();
  let least = before;
  const sampler = setInterval(async () => {
    least = Math.min(least, await availableMemory());
  }, 250);
  const start = performance.now();
  try {
    const value = await step();
    return { value, seconds: (performance.now() - start) / 1000, peakMemory: before - least };
  } finally {
    clearInterval(sampler);
  }
}

/** `MemAvailable` of Linux in bytes; NaN elsewhere. */
async function availableMemory(): Promise<number> {
  try {
    const match = /^MemAvailable:\s+(\d+) kB/m.exec(await readFile('/proc/meminfo', 'utf8'));
    return Number(match?.[1]) * 1024;
  } catch {
    return Number.NaN;
  }
}

async function json<T>(schema: z.ZodType<T>, ...args: readonly string[]): Promise<T> {
  const { stdout, stderr } = await systemCommand.run(gm1, [...args, '--json']);
  const parsed = schema.safeParse(parseJson(stdout));
  if (!parsed.success) throw new Error(`gm1 ${args.join(' ')} gave no result:\n${stderr}`);
  return parsed.data;
}

function row(what: string, value: string): void {
  console.log(`${what.padEnd(44)} ${value.padStart(12)}`);
}

const seconds = (value: number) => `${value.toFixed(1)} s`;
const megabytes = (value: number) => `${Math.round(value / 1_000_000)} MB`;

async function benchEnvironment(): Promise<void> {
  await json(environments, 'up');
  await systemCommand.run(gm1, ['down']);
  for (const track of ['next', 'both'] as const) {
    const up = await measure(() => json(environments, 'up', '--track', track));
    row(`gm1 up --track ${track}, image and seed exist`, seconds(up.seconds));
    row('  memory', megabytes(up.peakMemory));
    for (const { track, readySeconds } of up.value) row(`  ${track} ready`, seconds(readySeconds));
    const down = await measure(() => systemCommand.run(gm1, ['down']));
    row(`gm1 down, ${track}`, seconds(down.seconds));
  }
}

async function benchRun(): Promise<void> {
  const run = await measure(() => json(finishedRun, 'run'));
  row('gm1 run, everything cached', seconds(run.seconds));
  row('  peak memory', megabytes(run.peakMemory));
  row('  tests on each track', String(run.value.total));
  row('  gate', run.value.gate.verdict);
  for (const [track, phases] of Object.entries(run.value.phases)) {
    for (const { name, seconds: taken } of phases) row(`  ${track} ${name}`, seconds(taken));
  }
}

async function benchImages(): Promise<void> {
  for (const { track, image, bytes } of await json(builds, 'build', '--track', 'both')) {
    row(`image of ${track}, ${image.ref}`, megabytes(bytes));
  }
}

async function benchCold(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gm1-cold-'));
  try {
    const clone = join(folder, 'gm1');
    await systemCommand.run('git', ['clone', '--quiet', projectRoot, clone]);
    const start = await measure(() =>
      systemCommand.run('npm', ['start'], { cwd: clone, onLine: (line) => console.error(line) }),
    );
    row('npm start from a fresh clone', seconds(start.seconds));
    row('  exit code', String(start.value.exitCode));
    row('  peak memory', megabytes(start.peakMemory));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const host = thisHost();
console.log(`${host.cores} cores, ${megabytes(host.memory)} of memory, ${host.system}`);
if (process.argv[2] === 'cold') await benchCold();
else if (process.argv[2] === 'environment') await benchLife();
else {
  await benchImages();
  await benchEnvironment();
  await benchRun();
}
