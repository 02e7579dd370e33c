import type { EnvironmentRecord } from '../core/environment-record.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { type PhaseListener, Stopwatch } from '../system/clock.ts';
import type { WikiSeconds } from './availability.ts';
import { awaitWikis } from './await-wikis.ts';
import { type CurrentTrack, readCurrentTrack, readSysopPassword } from './current-track.ts';
import { changePlan, changeRecord } from './environment-files.ts';
import { lockEnvironment } from './environment-lock.ts';
import { forget, forgetLoads } from './forget.ts';
import type { Plan } from './provider.ts';
import { ensureSeed } from './seed.ts';
import type { Surroundings } from './surroundings.ts';

export interface ResetInput {
  readonly environment: string;
  readonly track: Track;
  readonly listener: PhaseListener;
  readonly onNotice: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface Reset {
  readonly record: EnvironmentRecord;
  /** From the moment at which each wiki's data went until it answered again. */
  readonly away: readonly WikiSeconds[];
}

/**
 * Takes a track back to the seed of the code that it runs: databases, uploads, caches and queued jobs. URLs, passwords and
 * logs stay; the log of MediaWiki gets a line that says so. Phases: `seed`, `reset`, `ready`.
 */
export async function resetTrack(around: Surroundings, input: ResetInput): Promise<Outcome<Reset>> {
  const { environment, track } = input;
  const lock = await lockEnvironment(around.home, environment, track, 'reset');
  if (!lock.ok) return lock;
  await using _held = lock.value;
  const current = await readCurrentTrack(around, environment, track);
  if (!current.ok) return current;
  if (!current.value) return failed(notUp(environment, track));
  // Without the await the lock would be released at once.
  return await resetCurrent(around, current.value, input);
}

async function resetCurrent(
  around: Surroundings,
  current: CurrentTrack,
  { listener, onNotice, signal }: ResetInput,
): Promise<Outcome<Reset>> {
  const { home, clock } = around;
  const stopwatch = new Stopwatch(clock, listener);
  const password = await readSysopPassword(current.record);
  if (!password.ok) return password;
  const sysopPassword = password.value;
  const seed = await stopwatch.time('seed', () => seedOf(around, current, onNotice, signal));
  if (!seed.ok) return seed;
  const plan = planFrom(current.plan, seed.value);
  await changePlan(home, plan);
  await changeRecord(home, { ...current.record, state: 'degraded' });
  const start = clock.seconds();
  const renewed = await stopwatch.time('reset', () => renew(around, current, plan, onNotice, signal));
  if (!renewed.ok) return failed({ ...renewed.failure, next: `${renewed.failure.next} ${goOn}` });
  const began = clock.seconds() - start;
  const { name: environment, track, wikis } = current.record;
  const ready = await stopwatch.time('ready', () =>
    awaitWikis(around, { environment, track, wikis, sysopPassword, signal }),
  );
  if (!ready.ok) return ready;
  const record: EnvironmentRecord = { ...current.record, seed: seed.value, state: 'ready' };
  await changeRecord(home, record);
  return ok({
    record,
    away: ready.value.map(({ dbname, seconds }) => ({ dbname, seconds: began + seconds })),
  });
}

const goOn = 'Then run `gm1 reset` again: it begins anew.';

/** The seed of the code that runs now, which may be newer than what the environment began with. */
async function seedOf(
  around: Surroundings,
  { record, plan }: CurrentTrack,
  onNotice: (text: string) => void,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const { track, image, servicesImage, wikis, forcedVersion } = record;
  if (!servicesImage) return ok(databaseOf(plan).image);
  const trackImage = image;
  const seed = await ensureSeed(around, {
    ...{ track, trackImage, servicesImage, wikis, forceVersion: forcedVersion, onNotice, signal },
  });
  return seed.ok ? ok(seed.value.ref) : seed;
}

function databaseOf({ services }: Plan) {
  const database = services.find(({ name }) => name === 'database');
  if (!database) throw new Error('a plan without database');
  return database;
}

function planFrom(plan: Plan, seed: string): Plan {
  const database = { ...databaseOf(plan), image: seed };
  return { ...plan, services: plan.services.map((each) => (each.name === 'database' ? database : each)) };
}

/** Just the database is made anew, and the jobrunner, whose jobs would go on; elsewhere what is kept is forgotten. */
async function renew(
  around: Surroundings,
  { record }: CurrentTrack,
  plan: Plan,
  onNotice: (text: string) => void,
  signal: AbortSignal,
): Promise<Outcome<void>> {
  const { provider } = around;
  const { environment, track } = plan;
  if (record.state !== 'ready') {
    onNotice(`${environment} (${track}) was ${record.state}: all of it is made anew, and its logs are gone.`);
    const removed = await provider.remove(environment, track);
    return removed.ok ? provider.start(plan, signal) : removed;
  }
  const removed = await provider.remove(environment, track, ['database', 'jobrunner']);
  if (!removed.ok) return removed;
  const forgotten = await Promise.all([
    ...forgetting(around.clock.now()).map((each) => forget(around, plan, each.service, each.script)),
    forgetLoads(around, plan),
  ]);
  return forgotten.find((outcome) => !outcome.ok) ?? provider.resume(plan, signal);
}

/** While there is no database nobody can fill a cache again. A new database fills the empty volume with the seed's uploads. */
function forgetting(now: Date) {
  const time = now.toISOString();
  const mark = JSON.stringify({
    ...{ time, channel: 'gm1', level: 'NOTICE' },
    message: 'All that was before is gone: the environment was reset to its seed.',
  });
  const caches = 'php multiversion/forget-caches.php';
  return [
    {
      service: 'app',
      script: `find /srv/uploads -mindepth 1 -delete && ${caches} && echo '${mark}' >> /var/log/gm1/mediawiki.ndjson`,
    },
    { service: 'debug', script: caches },
  ];
}

function notUp(environment: string, track: Track) {
  return {
    kind: 'usage' as const,
    what: `The environment ${environment} (${track}) is not up, so that there is nothing to reset.`,
    next: `Start it with \`gm1 up --track ${track} --environment ${environment}\`.`,
  };
}
