import type { EnvironmentRecord, EnvironmentState } from '../core/environment-record.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
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

/** `ready` when every service runs, `stopped` when none does. */
export function trueState(
  { name, track }: Pick<EnvironmentRecord, 'name' | 'track'>,
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
  if (running.length === serviceNames.length) return 'ready';
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

/**
 * Removes what belongs to no environment on record and to none that a living process is making; and the environments
 * whose lease has expired or that `isAbandoned` names. A rehearsal only counts.
 */
export async function sweepOrphans(
  around: Around & Pick<Surroundings, 'clock'>,
  rehearsal: boolean,
  isAbandoned: (environment: string) => Promise<boolean>,
): Promise<Outcome<SweptOrphans>> {
  const { home, provider, clock } = around;
  const records = await readRecords(home);
  if (!records.ok) return records;
  const kept: string[] = [];
  const dropped: EnvironmentRecord[] = [];
  for (const record of records.value) {
    const isOver = new Date(record.lease.expires) < clock.now() || (await isAbandoned(record.name));
    if (isOver) dropped.push(record);
    else kept.push(record.name);
  }
  const swept = await provider.sweep([...kept, ...(await lockedEnvironments(home))], rehearsal);
  if (swept.ok && !rehearsal) {
    for (const { name, track } of dropped) await removeFiles(home, name, track);
  }
  return swept;
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
