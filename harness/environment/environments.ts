import type { EnvironmentRecord, EnvironmentState } from '../core/environment-record.ts';
import { failed, failureSentence, type Outcome, ok } from '../core/failure.ts';
import { type Track, tracks } from '../core/track.ts';
import type { RunningEnvironment } from './bring-up.ts';
import { endpointsFile, environmentNames, readRecord, removeFiles } from './environment-files.ts';
import { lockedEnvironments } from './environment-lock.ts';
import type { FoundService, SweptOrphans } from './provider.ts';
import { readAccount } from './secrets.ts';
import { serviceNames } from './services.ts';
import type { Surroundings } from './surroundings.ts';

type Around = Pick<Surroundings, 'home' | 'provider'>;

/** The environments on record, all or those of one name, with the state that they truly have. */
export async function listEnvironments(
  { home, provider }: Around,
  name?: string,
): Promise<Outcome<readonly EnvironmentRecord[]>> {
  const records = await readRecords(home, name);
  if (!records.ok || records.value.length === 0) return records;
  const services = await provider.list();
  if (!services.ok) return services;
  return ok(records.value.map((record) => ({ ...record, state: trueState(record, services.value) })));
}

/** `ready` when every service runs and no change of it was left unfinished, `stopped` when none runs. */
export function trueState(
  { name, track, state }: Pick<EnvironmentRecord, 'name' | 'track' | 'state'>,
  services: readonly FoundService[],
): EnvironmentState {
  const running = serviceNames.filter((service) =>
    services.some(
      (found) =>
        found.environment === name &&
        found.track === track &&
        found.service === service &&
        found.state === 'running',
    ),
  );
  if (running.length === serviceNames.length) return state;
  return running.length === 0 ? 'stopped' : 'degraded';
}

/** A track that is up, as its suites see it. Fails when it is not, or not wholly. */
export async function findRunning(
  around: Around,
  name: string,
  track: Track,
): Promise<Outcome<RunningEnvironment>> {
  const records = await listEnvironments(around, name);
  if (!records.ok) return records;
  const record = records.value.find((each) => each.track === track);
  if (record?.state !== 'ready') return failed(notUp(name, track, record?.state));
  const accounts = await Promise.all(record.accounts.map(readAccount));
  return ok({
    record,
    endpoints: { environment: name, track, scriptPath: '/w', wikis: record.wikis, accounts },
    endpointsFile: endpointsFile(around.home, name, track),
  });
}

export interface SweptEnvironments extends SweptOrphans {
  /** What could not be read and was therefore left alone. */
  readonly notices: readonly string[];
}

/**
 * Removes what belongs to no environment on record and to none that a living process works on; and the environments
 * whose lease has expired on every track or that `isAbandoned` names. What cannot be read stays. A rehearsal only
 * counts.
 */
export async function sweepOrphans(
  around: Around & Pick<Surroundings, 'clock'>,
  rehearsal: boolean,
  isAbandoned: (environment: string) => Promise<boolean>,
): Promise<Outcome<SweptEnvironments>> {
  const { home, provider, clock } = around;
  const locked = await lockedEnvironments(home);
  const [kept, over, notices]: [string[], string[], string[]] = [[...locked], [], []];
  for (const name of await environmentNames(home)) {
    if (locked.includes(name)) continue;
    const records = await readRecords(home, name);
    if (!records.ok) notices.push(failureSentence(records.failure));
    const isOver = records.ok && (records.value.every(hasExpired(clock.now())) || (await isAbandoned(name)));
    (isOver ? over : kept).push(name);
  }
  const swept = await provider.sweep(kept, rehearsal);
  if (!swept.ok) return swept;
  if (!rehearsal) for (const name of over) for (const track of tracks) await removeFiles(home, name, track);
  const environments = [...new Set([...swept.value.environments, ...over])].sort();
  return ok({ ...swept.value, environments, notices });
}

function hasExpired(now: Date): (record: EnvironmentRecord) => boolean {
  return ({ lease }) => new Date(lease.expires) < now;
}

/** Of all environments the records that can be read. */
export async function readableRecords(home: Surroundings['home']): Promise<readonly EnvironmentRecord[]> {
  const found = await Promise.all((await environmentNames(home)).map((name) => readRecords(home, name)));
  return found.flatMap((records) => (records.ok ? records.value : []));
}

async function readRecords(
  home: Surroundings['home'],
  name?: string,
): Promise<Outcome<readonly EnvironmentRecord[]>> {
  const found: EnvironmentRecord[] = [];
  for (const environment of name === undefined ? await environmentNames(home) : [name]) {
    for (const track of tracks) {
      const record = await readRecord(home, environment, track);
      if (!record.ok) return record;
      if (record.value) found.push(record.value);
    }
  }
  return ok(found);
}

/** What there is to say of a track that cannot be used. */
export function notUp(name: string, track: Track, state: EnvironmentState | undefined) {
  return {
    kind: 'usage' as const,
    what: `The environment ${name} (${track}) is ${state ?? 'not up'}.`,
    next: `Start it with \`gm1 up --track ${track} --environment ${name}\`.`,
  };
}
