import { createHash } from 'node:crypto';
import type { Image } from '../core/build-record.ts';
import type { WikiDefinition } from '../core/definition.ts';
import { type AbsentPersona, personas } from '../core/environment-record.ts';
import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import { seedOfLabel } from '../core/seed-label.ts';
import type { Track } from '../core/track.ts';
import { lockSeed } from './environment-lock.ts';
import { lastLogLines } from './last-log-lines.ts';
import { placeWikis, planSeed } from './plan-environment.ts';
import type { Executed, Provider, Target } from './provider.ts';
import { makeSecrets } from './secrets.ts';
import { seedUploads } from './services.ts';
import type { Surroundings } from './surroundings.ts';

export interface SeedInput {
  readonly track: Track;
  readonly trackImage: Image;
  readonly servicesImage: Image;
  readonly wikis: readonly WikiDefinition[];
  readonly forceVersion?: string | undefined;
  readonly signal: AbortSignal;
  /** Told a sentence when a seed has to be made again. */
  readonly onNotice?: ((text: string) => void) | undefined;
}

/** What an environment starts from. */
export interface Seed {
  /** The image of the filled databases, with the files of the wikis in `seedUploads`. */
  readonly ref: string;
  /** Those that this version of MediaWiki cannot have. */
  readonly absentPersonas: readonly AbsentPersona[];
}

/** Labels of a seed's image: its key, and the personas that it does not have. */
const keyLabel = 'gm1.seed';
const absentLabel = 'gm1.seed-without';

/** Identifies a seed by what makes it: code, configuration and database server are in the images. */
export function seedKey({ trackImage, servicesImage, wikis, forceVersion }: SeedInput): string {
  const farm = wikis.map(({ dbname, lang, shape }) => [dbname, lang, shape]);
  const parts = JSON.stringify([trackImage.digest, servicesImage.digest, farm, forceVersion]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 16);
}

/**
 * The seed of these images and this farm; made when there is none, or when its image is not any more what was made. Two
 * processes that want it make it once.
 */
export async function ensureSeed(around: Surroundings, input: SeedInput): Promise<Outcome<Seed>> {
  const key = seedKey(input);
  const before = await findSeed(around, key);
  if (!before.ok) return before;
  if (before.value.state === 'whole') return ok(before.value.seed);
  const environment = `seed-${key}`;
  const lock = await lockSeed(around, environment, input.signal);
  if (!lock.ok) return lock;
  await using _held = lock.value;
  const meanwhile = await findSeed(around, key);
  if (!meanwhile.ok) return meanwhile;
  if (meanwhile.value.state === 'whole') return ok(meanwhile.value.seed);
  if (meanwhile.value.state === 'changed')
    input.onNotice?.(
      `The image ${seedRef(key)} is not the seed that gm1 made under that name. The seed is made again.`,
    );
  // Without the await the lock would be released at once.
  return await makeSeed(around, input, environment, key);
}

type FoundSeed =
  | { readonly state: 'whole'; readonly seed: Seed }
  | { readonly state: 'changed' }
  | { readonly state: 'absent' };

async function findSeed({ provider }: Surroundings, key: string): Promise<Outcome<FoundSeed>> {
  const ref = seedRef(key);
  const image = await provider.findImage(ref);
  if (!image.ok) return image;
  if (!image.value) return ok({ state: 'absent' });
  const { isSnapshot, labels } = image.value;
  if (!isSnapshot || labels[keyLabel] !== key) return ok({ state: 'changed' });
  return ok({ state: 'whole', seed: { ref, absentPersonas: readAbsent(labels[absentLabel] ?? '') } });
}

function seedRef(key: string): string {
  return `gm1/seed:${key}`;
}

async function makeSeed(
  { provider }: Surroundings,
  input: SeedInput,
  environment: string,
  key: string,
): Promise<Outcome<Seed>> {
  const { track, signal } = input;
  const remove = () => provider.remove(environment, track);
  // Removing the containers is what ends a command that runs in them.
  const interrupt = () => void remove();
  signal.addEventListener('abort', interrupt);
  try {
    await remove();
    const made = await installAndKeep({ provider }, input, environment, key);
    return !made.ok && signal.aborted ? failed(interrupted) : made;
  } finally {
    signal.removeEventListener('abort', interrupt);
    await remove();
  }
}

async function installAndKeep(
  { provider }: Pick<Surroundings, 'provider'>,
  input: SeedInput,
  environment: string,
  key: string,
): Promise<Outcome<Seed>> {
  const installed = await install({ provider }, input, environment);
  if (!installed.ok) return installed;
  const database = { environment, track: input.track, service: 'database' };
  const kept = await keepUploads(provider, database);
  if (!kept.ok) return kept;
  const absentPersonas = findAbsent(installed.value);
  const ref = seedRef(key);
  const snapshot = await provider.snapshot(database, ref, {
    [keyLabel]: key,
    [absentLabel]: writeAbsent(absentPersonas),
    [seedOfLabel]: input.trackImage.digest,
  });
  return snapshot.ok ? ok({ ref, absentPersonas }) : snapshot;
}

/** Volumes are no part of a snapshot; the database's own files are. */
async function keepUploads(provider: Provider, database: Target): Promise<Outcome<void>> {
  const run = await provider.execute(database, ['cp', '-a', '/srv/uploads', seedUploads]);
  if (!run.ok) return run;
  if (run.value.exitCode === 0) return ok(undefined);
  return failed({
    kind: 'infrastructure',
    what: 'The files of the wikis could not be put into the seed.',
    why: lastWords(run.value).join(' | '),
    next: 'Look whether the disk is full, and start again.',
  });
}

async function install(
  { provider }: Pick<Surroundings, 'provider'>,
  { track, trackImage, servicesImage, wikis, forceVersion, signal }: SeedInput,
  environment: string,
): Promise<Outcome<Executed>> {
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
  if (run.value.exitCode === 0) return run;
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

/** From the lines `DBNAME without PERSONA: WHY`; one wiki without it is enough. */
function findAbsent({ stdout }: Executed): readonly AbsentPersona[] {
  const found = [...stdout.matchAll(/^\S+ without (\S+): (.*)$/gm)];
  return personas.flatMap((persona) => {
    const why = found.find(([, name]) => name === persona)?.[2];
    return why === undefined ? [] : [{ persona, why }];
  });
}

/** As a query string, since an engine may take signs of a label for its own. */
function writeAbsent(absent: readonly AbsentPersona[]): string {
  return new URLSearchParams(absent.map(({ persona, why }): [string, string] => [persona, why])).toString();
}

function readAbsent(label: string): readonly AbsentPersona[] {
  const found = new URLSearchParams(label);
  return personas.flatMap((persona) => {
    const why = found.get(persona);
    return why === null ? [] : [{ persona, why }];
  });
}
