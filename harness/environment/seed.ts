import { createHash } from 'node:crypto';
import type { Image } from '../core/build-record.ts';
import type { WikiDefinition } from '../core/definition.ts';
import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import { seedOfLabel } from '../core/seed-label.ts';
import type { Track } from '../core/track.ts';
import { lockSeed } from './environment-lock.ts';
import { lastLogLines } from './last-log-lines.ts';
import { placeWikis, planSeed } from './plan-environment.ts';
import type { Executed } from './provider.ts';
import { makeSecrets } from './secrets.ts';
import type { Surroundings } from './surroundings.ts';

export interface SeedInput {
  readonly track: Track;
  readonly trackImage: Image;
  readonly servicesImage: Image;
  readonly wikis: readonly WikiDefinition[];
  readonly forceVersion?: string | undefined;
  readonly signal: AbortSignal;
}

/** Identifies a seed by what makes it: code, configuration and database server are in the images. */
export function seedKey({ trackImage, servicesImage, wikis, forceVersion }: SeedInput): string {
  const farm = wikis.map(({ dbname, lang, shape }) => [dbname, lang, shape]);
  const parts = JSON.stringify([trackImage.digest, servicesImage.digest, farm, forceVersion]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 16);
}

/** The image of the installed databases; made when there is none. Two processes that want it make it once. */
export async function ensureSeed(around: Surroundings, input: SeedInput): Promise<Outcome<string>> {
  const key = seedKey(input);
  const ref = `gm1/seed:${key}`;
  const before = await around.provider.hasImage(ref);
  if (!before.ok) return before;
  if (before.value) return ok(ref);
  const environment = `seed-${key}`;
  const lock = await lockSeed(around, environment, input.signal);
  if (!lock.ok) return lock;
  await using _held = lock.value;
  const meanwhile = await around.provider.hasImage(ref);
  if (!meanwhile.ok) return meanwhile;
  if (meanwhile.value) return ok(ref);
  // Without the await the lock would be released at once.
  return await makeSeed(around, input, environment, ref);
}

async function makeSeed(
  { provider }: Surroundings,
  input: SeedInput,
  environment: string,
  ref: string,
): Promise<Outcome<string>> {
  const { track, signal } = input;
  const remove = () => provider.remove(environment, track);
  // Removing the containers is what ends a command that runs in them.
  const interrupt = () => void remove();
  signal.addEventListener('abort', interrupt);
  try {
    await remove();
    const installed = await install({ provider }, input, environment);
    if (!installed.ok) return signal.aborted ? failed(interrupted) : installed;
    const kept = await provider.snapshot({ environment, track, service: 'database' }, ref, {
      [seedOfLabel]: input.trackImage.digest,
    });
    if (!kept.ok) return signal.aborted ? failed(interrupted) : kept;
    return ok(ref);
  } finally {
    signal.removeEventListener('abort', interrupt);
    await remove();
  }
}

async function install(
  { provider }: Pick<Surroundings, 'provider'>,
  { track, trackImage, servicesImage, wikis, forceVersion, signal }: SeedInput,
  environment: string,
): Promise<Outcome<void>> {
  const plan = planSeed({
    forceVersion,
    environment,
    track,
    trackImage: trackImage.ref,
    servicesImage: servicesImage.ref,
    wikis: placeWikis(
      track,
      wikis,
      wikis.map((_, index) => 1 + index),
    ),
    secrets: makeSecrets(),
  });
  const started = await provider.start(plan, signal);
  if (!started.ok) return started;
  const app = { environment, track, service: 'app' };
  const run = await provider.execute(app, ['php', 'multiversion/install-farm.php']);
  if (!run.ok) return run;
  if (run.value.exitCode === 0) return ok(undefined);
  const words = [...(await lastLogLines(provider, app)), ...lastWords(run.value)].join(' | ');
  return failed({
    kind: 'infrastructure',
    what: `The image does not boot: the wikis of ${track} could not be installed.`,
    why: `Installing ended with exit code ${run.value.exitCode}: ${words}`,
    next: 'Mend the code or the configuration that these lines name, and build again.',
  });
}

function lastWords({ stdout, stderr }: Executed): readonly string[] {
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim().slice(0, 600));
  return lines.filter(Boolean).slice(-8);
}
