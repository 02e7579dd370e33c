import type { Image } from '../core/build-record.ts';
import type { EnvironmentRecord, Wiki } from '../core/environment-record.ts';
import { type Failure, failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import { type PhaseListener, Stopwatch } from '../system/clock.ts';
import { mapInOrder } from '../system/map-in-order.ts';
import { type WikiSeconds, watchWikis } from './availability.ts';
import { awaitWikis } from './await-wikis.ts';
import { type CurrentTrack, readSysopPassword } from './current-track.ts';
import { changePlan, changeRecord } from './environment-files.ts';
import { forgetLoads } from './forget.ts';
import type { Executed, Plan } from './provider.ts';
import type { Surroundings } from './surroundings.ts';

export interface NewCode {
  readonly image: Image;
  /** What the web server runs from, where that is another image. */
  readonly web?: Image | undefined;
  readonly forceVersion?: string | undefined;
  /** Whether the databases stay as they are, without `update.php`. */
  readonly keepSchema: boolean;
  readonly listener: PhaseListener;
  readonly signal: AbortSignal;
}

export interface Swapped {
  readonly record: EnvironmentRecord;
  /** How long each wiki did not answer. */
  readonly unavailable: readonly WikiSeconds[];
}

/** How many wikis are updated at a time. */
const updatesAtOnce = 2;

/**
 * Lets a track that is up run other code; data, passwords, URLs and all services that do not come from the track's image
 * stay. The databases are brought up to date first, by the new code beside the old. When anything fails, the old code
 * runs on or again. Phases: `schema`, `swap`.
 */
export async function swapCode(
  around: Surroundings,
  current: CurrentTrack,
  code: NewCode,
): Promise<Outcome<Swapped>> {
  const stopwatch = new Stopwatch(around.clock, code.listener);
  const plan = planWith(current, code);
  if (!code.keepSchema) {
    const updated = await stopwatch.time('schema', () => updateSchemas(around, plan, current, code.signal));
    if (!updated.ok) return updated;
  }
  return stopwatch.time('swap', () => swap(around, current, plan, code));
}

/** The plan of the track with new code in the place of the old; all else as it runs. */
function planWith({ plan, record }: CurrentTrack, { image, web, forceVersion }: NewCode): Plan {
  const services = plan.services.map((service) => {
    if (service.image !== record.image.ref && service.name !== 'web') return service;
    const { FORCE_MW_VERSION: _, ...env } = service.env;
    const forced = forceVersion === undefined ? env : { ...env, FORCE_MW_VERSION: forceVersion };
    const { ref } = service.name === 'web' && web ? web : image;
    return { ...service, image: ref, env: forced };
  });
  return { ...plan, services };
}

async function swap(
  around: Surroundings,
  current: CurrentTrack,
  plan: Plan,
  { image, forceVersion, keepSchema, signal }: NewCode,
): Promise<Outcome<Swapped>> {
  const { forcedVersion: _, ...before } = current.record;
  const forced = forceVersion !== undefined && { forcedVersion: forceVersion };
  const record: EnvironmentRecord = { ...before, ...forced, image, state: 'ready' };
  const names = plan.services
    .filter((each) => each.image === image.ref || each.name === 'web')
    .map(({ name }) => name);
  const watch = watchWikis(around, record.wikis);
  await changeRecord(around.home, { ...current.record, state: 'degraded' });
  const prove = async () => {
    const ready = await awaitReady(around, plan, record, signal);
    if (!ready.ok) return ready;
    await changePlan(around.home, plan);
    await changeRecord(around.home, record);
    return ready;
  };
  const swapped = await around.provider.replace(plan, names, prove, signal);
  const back = swapped.ok ? swapped : await backAgain(around, current, swapped.failure, keepSchema);
  const unavailable = await watch.end();
  return back.ok ? ok({ record, unavailable }) : back;
}

/** What is kept of the answers of other code goes first, and when that code does not run any more. */
async function awaitReady(around: Surroundings, plan: Plan, record: EnvironmentRecord, signal: AbortSignal) {
  const { name, track, wikis } = record;
  const forgotten = await forgetLoads(around, plan);
  if (!forgotten.ok) return forgotten;
  const password = await readSysopPassword(record);
  if (!password.ok) return password;
  const sysopPassword = password.value;
  return awaitWikis(around, { environment: name, track, wikis, sysopPassword, signal });
}

/** What went wrong, and whether the old code works again. */
async function backAgain(
  around: Surroundings,
  { plan, record }: CurrentTrack,
  failure: Failure,
  keepSchema: boolean,
): Promise<Outcome<never>> {
  const ready = await awaitReady(around, plan, record, new AbortController().signal);
  if (!ready.ok) {
    const what = `${failure.what} The code that ran before (${record.image.ref}) does not work again, either.`;
    const next = 'Run `gm1 reset`, or `gm1 down` and `gm1 up`; both begin from the seed.';
    return failed({ ...failure, what, next });
  }
  await changeRecord(around.home, { ...record, state: 'ready' });
  const schemas = keepSchema ? '' : ' The databases keep what the update has changed.';
  return failed({ ...failure, what: `${failure.what} The code that ran before runs again.${schemas}` });
}

/** Runs `update.php` of the new code for each wiki, in a service of its own that is gone afterwards. */
async function updateSchemas(
  { provider }: Surroundings,
  plan: Plan,
  { record: { name: environment, track, wikis } }: CurrentTrack,
  signal: AbortSignal,
): Promise<Outcome<void>> {
  const app = plan.services.find(({ name }) => name === 'app');
  if (!app) throw new Error('a plan without app');
  const update = { ...app, name: 'update', command: ['sleep', 'infinity'], ready: ['true'] };
  const withUpdate = { ...plan, services: [...plan.services, update] };
  const remove = () => provider.remove(environment, track, ['update']);
  // Removing the service is what ends a command that runs in it.
  const interrupt = () => void remove();
  signal.addEventListener('abort', interrupt);
  try {
    const prove = () =>
      updateWikis(
        wikis,
        (command) => provider.execute({ environment, track, service: 'update' }, command),
        signal,
      );
    const updated = await provider.replace(withUpdate, ['update'], prove, signal);
    return signal.aborted ? failed(interrupted) : updated;
  } finally {
    signal.removeEventListener('abort', interrupt);
    await remove();
  }
}

async function updateWikis(
  wikis: readonly Wiki[],
  execute: (command: readonly string[]) => Promise<Outcome<Executed>>,
  signal: AbortSignal,
): Promise<Outcome<void>> {
  const outcomes = await mapInOrder(wikis, updatesAtOnce, async ({ dbname }): Promise<Outcome<void>> => {
    if (signal.aborted) return failed(interrupted);
    const run = await execute(['php', 'multiversion/MWScript.php', 'update', `--wiki=${dbname}`, '--quick']);
    if (!run.ok) return run;
    return run.value.exitCode === 0 ? ok(undefined) : failed(notUpdated(dbname, run.value));
  });
  return outcomes.find((outcome) => !outcome.ok) ?? ok(undefined);
}

function notUpdated(dbname: string, { exitCode, stdout, stderr }: Executed): Failure {
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim().slice(0, 400));
  return {
    kind: 'infrastructure',
    what: `The new code could not update the database of ${dbname}; the code that ran before runs on.`,
    why: `update.php ended with exit code ${exitCode}: ${lines.filter(Boolean).slice(-6).join(' | ')}`,
    next: 'What it changed until then stays: `gm1 reset` begins from the seed, `gm1 up --keep-schema` updates nothing.',
  };
}
