import { z } from 'zod';
import { systemCommand } from '../system/command.ts';
import { parseJson } from '../system/parse-json.ts';
import { measure } from './measure.ts';
import { gm1 } from './project.ts';
import { megabytes, row, seconds } from './row.ts';

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

/** `gm1 up` from an existing image and seed, a whole warm run with its phases and tests, and the sizes of images. */
export async function benchRun(): Promise<void> {
  await benchImages();
  await benchUp();
  await benchWarmRun();
}

async function json<T>(schema: z.ZodType<T>, ...args: readonly string[]): Promise<T> {
  const { stdout, stderr } = await systemCommand.run(gm1, [...args, '--json']);
  const parsed = schema.safeParse(parseJson(stdout));
  if (!parsed.success) throw new Error(`gm1 ${args.join(' ')} gave no result:\n${stderr}`);
  return parsed.data;
}

async function benchUp(): Promise<void> {
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

async function benchWarmRun(): Promise<void> {
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
