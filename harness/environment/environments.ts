import type { Endpoints } from '../core/endpoint.ts';
import type { EnvironmentRecord, EnvironmentState } from '../core/environment-record.ts';
import { type Failure, failed, failureSentence, type Outcome, ok } from '../core/failure.ts';
import { type Track, tracks } from '../core/track.ts';
import type { RunningEnvironment } from './bring-up.ts';
import {
  endpointsFile,
  environmentNames,
  readRecord,
  removeFiles,
  trackDirectory,
  writeEndpoints,
} from './environment-files.ts';
import { lockedEnvironments } from './environment-lock.ts';
import type { FoundService, SweptOrphans } from './provider.ts';
import { readAccounts, readSecretKey } from './secrets.ts';
import { serviceNames } from './services.ts';
import type { Surroundings } from './surroundings.ts';

type Around = Pick<Surroundings, 'home' | 'provider'>;

/** A track that is on record, in a file that cannot be read. */
export interface DamagedTrack {
  readonly name: string;
  readonly track: Track;
  readonly failure: Failure;
}

export interface RecordedTracks {
  readonly records: readonly EnvironmentRecord[];
  readonly damaged: readonly DamagedTrack[];
}

/** The environments on record, all or those of one name, with the state that they truly have. */
export async function listEnvironments(
  { home, provider }: Around,
  name?: string,
): Promise<Outcome<RecordedTracks>> {
  const { records, damaged } = await readRecords(home, name);
  if (records.length === 0) return ok({ records, damaged });
  const services = await provider.list();
  if (!services.ok) return services;
  const withState = records.map((record) => ({ ...record, state: trueState(record, services.value) }));
  return ok({ records: withState, damaged });
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
  const listed = await listEnvironments(around, name);
  if (!listed.ok) return listed;
  const isAsked = (each: { readonly track: Track }) => each.track === track;
  const damaged = listed.value.damaged.find(isAsked);
  if (damaged) return failed(damaged.failure);
  const record = listed.value.records.find(isAsked);
  if (record?.state !== 'ready') return failed(notUp(name, track, record?.state));
  const accounts = await readAccounts(record);
  if (!accounts.ok) return accounts;
  const endpoints: Endpoints = {
    environment: name,
    track,
    scriptPath: '/w',
    ...(await readSecretKey(trackDirectory(around.home, name, track))),
    wikis: record.wikis,
    accounts: accounts.value,
  };
  // Whatever has become of the file in the meantime.
  await writeEndpoints(around.home, endpoints);
  return ok({ record, endpoints, endpointsFile: endpointsFile(around.home, name, track) });
}

export interface SweptEnvironments extends SweptOrphans {
  /** What could not be read and was therefore left alone. */
  readonly notices: readonly string[];
}

/**
 * Removes what belongs to no environment on record and to none that a living process works on; and the environments
 * whose lease has expired on every track or that `isAbandoned` names. What cannot be read stays. Of what stays it ends
 * the commands that a killed gm1 left. A rehearsal only counts.
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
    const { records, damaged } = await readRecords(home, name);
    for (const { failure } of damaged) notices.push(failureSentence(failure));
    const isOver =
      damaged.length === 0 && (records.every(hasExpired(clock.now())) || (await isAbandoned(name)));
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

/** What is on record of all environments, or of one. */
export async function readRecords(home: Surroundings['home'], name?: string): Promise<RecordedTracks> {
  const names = name === undefined ? await environmentNames(home) : [name];
  const [records, damaged]: [EnvironmentRecord[], DamagedTrack[]] = [[], []];
  for (const name of names)
    for (const track of tracks) {
      const record = await readRecord(home, name, track);
      if (!record.ok) damaged.push({ name, track, failure: record.failure });
      else if (record.value) records.push(record.value);
    }
  return { records, damaged };
}

/** What there is to say of a track that cannot be used. */
export function notUp(name: string, track: Track, state: EnvironmentState | undefined) {
  return {
    kind: 'usage' as const,
    what: `The environment ${name} (${track}) is ${state ?? 'not up'}.`,
    next: `Start it with \`gm1 up --track ${track} --environment ${name}\`.`,
  };
}
