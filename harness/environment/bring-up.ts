import type { BuildRecord, Image } from '../core/build-record.ts';
import type { Definition } from '../core/definition.ts';
import type { Endpoints } from '../core/endpoint.ts';
import type { Account, EnvironmentRecord, Wiki } from '../core/environment-record.ts';
import { type Outcome, ok } from '../core/failure.ts';
import { totalSeconds } from '../core/phase.ts';
import { type PhaseListener, Stopwatch } from '../system/clock.ts';
import { awaitWikis } from './await-wikis.ts';
import { endpointsFile, removeFiles, trackDirectory, writeEnvironment } from './environment-files.ts';
import { lockEnvironment } from './environment-lock.ts';
import { leaseEnd, leaseHours } from './lease.ts';
import { placeWikis, planEnvironment } from './plan-environment.ts';
import { pickPorts, preferredPort } from './ports.ts';
import type { Plan } from './provider.ts';
import { makeSecrets, readAccounts, readSecretKey, type Secrets, writePasswords } from './secrets.ts';
import { ensureSeed, type Seed } from './seed.ts';
import type { Surroundings } from './surroundings.ts';

export interface BringUpInput {
  readonly definition: Definition;
  /** Name of the environment to make. */
  readonly environment: string;
  readonly build: BuildRecord;
  /** Image with MariaDB, memcached and nginx. */
  readonly servicesImage: Image;
  /** One version of MediaWiki in the image, for every wiki. */
  readonly forceVersion?: string | undefined;
  readonly listener: PhaseListener;
  /** Told a sentence of what a person should know and nothing ends for. */
  readonly onNotice?: ((text: string) => void) | undefined;
  readonly signal: AbortSignal;
}

/** One track of an environment that is up, with what its suites may know of it. */
export interface RunningEnvironment {
  readonly record: EnvironmentRecord;
  readonly endpoints: Endpoints;
  readonly endpointsFile: string;
}

/**
 * Starts one track of an environment from its seed, made when there is none, and waits until its wikis work;
 * replaces that track when it was up. Phases: `seed`, `provision`, `ready`. On failure nothing of it is left.
 */
export async function bringUp(
  around: Surroundings,
  input: BringUpInput,
): Promise<Outcome<RunningEnvironment>> {
  const lock = await lockEnvironment(around.home, input.environment, input.build.track, 'up');
  if (!lock.ok) return lock;
  await using _held = lock.value;
  // Without the await the lock would be released at once.
  return await startTrack(around, input);
}

/** As `bringUp`, for one who holds the environment's lock. */
export async function startTrack(
  around: Surroundings,
  input: BringUpInput,
): Promise<Outcome<RunningEnvironment>> {
  const { environment, build } = input;
  const outcome = await startAndAwait(around, input);
  if (!outcome.ok) {
    await around.provider.remove(environment, build.track);
    await removeFiles(around.home, environment, build.track);
  }
  return outcome;
}

async function startAndAwait(
  around: Surroundings,
  input: BringUpInput,
): Promise<Outcome<RunningEnvironment>> {
  const stopwatch = new Stopwatch(around.clock, input.listener);
  const seed = await stopwatch.time('seed', () => seedOf(around, input));
  if (!seed.ok) return seed;
  const provisioned = await stopwatch.time('provision', () => provision(around, input, seed.value));
  if (!provisioned.ok) return provisioned;
  const { wikis, secrets } = provisioned.value;
  const { environment, build, signal } = input;
  const sysopPassword = secrets.passwords.sysop;
  const ready = await stopwatch.time('ready', () =>
    awaitWikis(around, { environment, track: build.track, wikis, sysopPassword, signal }),
  );
  if (!ready.ok) return ready;
  return keep(around, input, provisioned.value, stopwatch);
}

function seedOf(around: Surroundings, input: BringUpInput) {
  const { track, image: trackImage } = input.build;
  return ensureSeed(around, { ...input, track, trackImage, wikis: input.definition.wikis });
}

interface Provisioned {
  readonly wikis: readonly Wiki[];
  readonly accounts: readonly Account[];
  readonly secrets: Secrets;
  readonly seed: Seed;
  readonly plan: Plan;
}

async function provision(
  around: Surroundings,
  { definition, environment, build, servicesImage, forceVersion, signal }: BringUpInput,
  seed: Seed,
): Promise<Outcome<Provisioned>> {
  const { track } = build;
  const removed = await around.provider.remove(environment, track);
  if (!removed.ok) return removed;
  await removeFiles(around.home, environment, track);
  const start = preferredPort(environment, track);
  const ports = await pickPorts(start, definition.wikis.length, around.isPortFree);
  if (!ports.ok) return ports;
  const wikis = placeWikis(track, definition.wikis, ports.value);
  const secrets = makeSecrets();
  const directory = trackDirectory(around.home, environment, track);
  const accounts = await writePasswords(directory, secrets, seed.absentPersonas);
  const images = {
    trackImage: build.image.ref,
    webImage: build.web?.ref,
    servicesImage: servicesImage.ref,
    seedImage: seed.ref,
  };
  const plan = planEnvironment({ environment, track, wikis, forceVersion, secrets, ...images });
  const started = await around.provider.start(plan, signal);
  return started.ok ? ok({ wikis, accounts, secrets, seed, plan }) : started;
}

async function keep(
  { home, clock, owner }: Surroundings,
  { environment, build, forceVersion, servicesImage }: BringUpInput,
  { wikis, accounts, seed, plan }: Provisioned,
  { phases }: Stopwatch,
): Promise<Outcome<RunningEnvironment>> {
  const { track, image } = build;
  const { absentPersonas } = seed;
  const record: EnvironmentRecord = {
    name: environment,
    track,
    image,
    servicesImage,
    seed: seed.ref,
    ...(forceVersion !== undefined && { forcedVersion: forceVersion }),
    state: 'ready',
    lease: { owner, expires: leaseEnd(clock.now(), leaseHours) },
    wikis,
    accounts,
    ...(absentPersonas.length > 0 && { absentPersonas }),
    phases,
    readySeconds: totalSeconds(phases),
  };
  const read = await readAccounts(record);
  if (!read.ok) return read;
  const secretKey = await readSecretKey(trackDirectory(home, environment, track));
  const endpoints: Endpoints = {
    environment,
    track,
    scriptPath: '/w',
    ...secretKey,
    wikis,
    accounts: read.value,
  };
  await writeEnvironment(home, record, endpoints, plan);
  return ok({ record, endpoints, endpointsFile: endpointsFile(home, environment, track) });
}
