import type { EnvironmentRecord } from '../core/environment-record.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { Stopwatch } from '../system/clock.ts';
import type { WikiSeconds } from './availability.ts';
import { awaitWikis } from './await-wikis.ts';
import { type BringUpInput, startTrack } from './bring-up.ts';
import { type CurrentTrack, readCurrentTrack, readSysopPassword } from './current-track.ts';
import { changeRecord, writeLease } from './environment-files.ts';
import { lockEnvironment } from './environment-lock.ts';
import { leaseEnd, leaseHours } from './lease.ts';
import { readServiceStatus } from './service-status.ts';
import type { Surroundings } from './surroundings.ts';
import { swapCode } from './swap-code.ts';

export interface EnsureUpInput extends BringUpInput {
  /** Whether the databases of a track that is up stay as they are when its code changes. */
  readonly keepSchema: boolean;
  readonly onNotice: (text: string) => void;
}

/** A service that does not answer for so long is started again, although it runs. Seconds. */
const patience = 10;

/** What was done so that a track is up. */
export type Change =
  | { readonly kind: 'started' | 'kept' | 'repaired' }
  | { readonly kind: 'swapped'; readonly unavailable: readonly WikiSeconds[] };

export interface EnsuredTrack {
  readonly record: EnvironmentRecord;
  readonly change: Change;
}

/**
 * Lets a track be up with the code of a build. What is up already keeps its data: it is kept when it runs that code, what
 * has stopped or hangs of it is started again, and other code is put in the place of the old. Services that come from the
 * services image stay with the one that they were started with. An unused lease of eight hours begins anew.
 */
export async function ensureUp(around: Surroundings, input: EnsureUpInput): Promise<Outcome<EnsuredTrack>> {
  const { environment, build } = input;
  const lock = await lockEnvironment(around.home, environment, build.track, 'up');
  if (!lock.ok) return lock;
  await using _held = lock.value;
  const current = await readCurrentTrack(around, environment, build.track);
  if (!current.ok) return current;
  // Without the await the lock would be released at once.
  return current.value ? await change(around, input, current.value) : await start(around, input);
}

async function start(around: Surroundings, input: EnsureUpInput): Promise<Outcome<EnsuredTrack>> {
  const started = await startTrack(around, input);
  return started.ok ? ok({ record: started.value.record, change: { kind: 'started' } }) : started;
}

async function change(
  around: Surroundings,
  input: EnsureUpInput,
  current: CurrentTrack,
): Promise<Outcome<EnsuredTrack>> {
  if (!isSameFarm(current.record, input)) return failed(otherFarm(current.record));
  if (!current.services.some(({ service }) => service === 'database')) {
    const { name, track } = current.record;
    input.onNotice(
      `The database of ${name} (${track}) is gone, and its data with it: it begins from the seed.`,
    );
    return start(around, input);
  }
  const hung = await findHung(around, input, current);
  if (!hung.ok) return hung;
  const wasWhole = current.record.state === 'ready' && hung.value.length === 0;
  const whole = wasWhole ? ok(current) : await repair(around, input, current, hung.value);
  if (!whole.ok) return whole;
  sayOldServices(whole.value, input);
  const changed = await changeCode(around, input, whole.value, wasWhole);
  return changed.ok ? ok(await renewLease(around, changed.value)) : changed;
}

function isSameFarm({ wikis }: EnvironmentRecord, { definition }: EnsureUpInput): boolean {
  const keys = (farm: readonly { dbname: string; lang: string; shape: string }[]) =>
    JSON.stringify(farm.map(({ dbname, lang, shape }) => [dbname, lang, shape]));
  return keys(wikis) === keys(definition.wikis);
}

/** The services that run and do not work; says what they are. */
async function findHung(
  { provider }: Surroundings,
  { onNotice }: EnsureUpInput,
  { record }: CurrentTrack,
): Promise<Outcome<readonly string[]>> {
  const statuses = await readServiceStatus(provider, record, patience);
  if (!statuses.ok) return statuses;
  const hung = statuses.value.filter((status) => status.state === 'unhealthy');
  for (const { name, detail } of hung)
    onNotice(`${name} of ${record.name} (${record.track}) does not work (${detail}): it is started again.`);
  return ok(hung.map(({ name }) => name));
}

async function repair(
  around: Surroundings,
  { listener, signal }: EnsureUpInput,
  current: CurrentTrack,
  hung: readonly string[],
): Promise<Outcome<CurrentTrack>> {
  const password = await readSysopPassword(current.record);
  if (!password.ok) return password;
  const sysopPassword = password.value;
  const { name: environment, track, wikis } = current.record;
  const stopwatch = new Stopwatch(around.clock, listener);
  const resumed = await stopwatch.time('provision', () => around.provider.resume(current.plan, signal, hung));
  if (!resumed.ok) return resumed;
  const ready = await stopwatch.time('ready', () =>
    awaitWikis(around, { environment, track, wikis, sysopPassword, signal }),
  );
  if (!ready.ok) return ready;
  const record: EnvironmentRecord = { ...current.record, state: 'ready' };
  await changeRecord(around.home, record);
  return ok({ ...current, record });
}

function sayOldServices(
  { record: { name, track, servicesImage } }: CurrentTrack,
  input: EnsureUpInput,
): void {
  if (!servicesImage || servicesImage.digest === input.servicesImage.digest) return;
  input.onNotice(
    `The database, memcached and edge of ${name} (${track}) stay with the services image ${servicesImage.ref}; ` +
      `"gm1 down" and "gm1 up" take the newer ${input.servicesImage.ref}.`,
  );
}

async function changeCode(
  around: Surroundings,
  { build, forceVersion, ...input }: EnsureUpInput,
  current: CurrentTrack,
  wasWhole: boolean,
): Promise<Outcome<EnsuredTrack>> {
  const { record } = current;
  if (record.image.digest === build.image.digest && record.forcedVersion === forceVersion)
    return ok({ record, change: { kind: wasWhole ? 'kept' : 'repaired' } });
  const swapped = await swapCode(around, current, {
    ...input,
    image: build.image,
    web: build.web,
    forceVersion,
  });
  if (!swapped.ok) return swapped;
  const { unavailable } = swapped.value;
  return ok({ record: swapped.value.record, change: { kind: 'swapped', unavailable } });
}

async function renewLease(
  { home, clock }: Surroundings,
  { record, change }: EnsuredTrack,
): Promise<EnsuredTrack> {
  const { owner, expires } = record.lease;
  const lease = { owner, expires: leaseEnd(clock.now(), leaseHours, expires) };
  await writeLease(home, record.name, record.track, lease);
  return { record: { ...record, lease }, change };
}

function otherFarm({ name, track, wikis }: EnvironmentRecord) {
  return {
    kind: 'usage' as const,
    what: `The environment ${name} (${track}) is up with other wikis than its definition has: ${wikis.map(({ dbname, shape }) => `${dbname} (${shape})`).join(', ')}.`,
    next: `\`gm1 down --environment ${name} --track ${track}\` removes it with its data; then start it anew.`,
  };
}
