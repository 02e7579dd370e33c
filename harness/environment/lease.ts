import type { EnvironmentRecord } from '../core/environment-record.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { readRecord, writeLease } from './environment-files.ts';
import type { Surroundings } from './surroundings.ts';

/** How long an environment stays before it may be swept, unless somebody says otherwise. */
export const leaseHours = 8;

const hour = 3_600_000;

/** The moment at which a lease of so many hours ends, not before the one that was promised. */
export function leaseEnd(now: Date, hours: number, promised?: string): string {
  const end = new Date(now.getTime() + hours * hour).toISOString();
  return promised !== undefined && promised > end ? promised : end;
}

/** A sentence when the lease has ended or ends within the hour. */
export function leaseWarning(
  { name, track, lease }: Pick<EnvironmentRecord, 'name' | 'track' | 'lease'>,
  now: Date,
): string | undefined {
  const left = new Date(lease.expires).getTime() - now.getTime();
  if (left > hour) return undefined;
  const minutes = Math.floor(left / 60_000);
  const ends =
    left <= 0
      ? 'has ended, and "gm1 gc" may remove it'
      : `ends in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  return `The lease of ${name} (${track}) ${ends}; "gm1 extend --environment ${name}" extends it.`;
}

/**
 * Lets a track stay for so many hours from now, or as long as it would anyway; the record as it is then. A lease that cannot
 * be read gives way to a new one.
 */
export async function extendLease(
  { home, clock, owner }: Pick<Surroundings, 'home' | 'clock' | 'owner'>,
  environment: string,
  track: Track,
  hours: number = leaseHours,
): Promise<Outcome<EnvironmentRecord>> {
  const anew = { owner, expires: leaseEnd(clock.now(), hours) };
  const record = await readRecord(home, environment, track, anew);
  if (!record.ok) return record;
  if (!record.value) return failed(notUp(environment, track));
  const lease = { owner, expires: leaseEnd(clock.now(), hours, record.value.lease.expires) };
  await writeLease(home, environment, track, lease);
  return ok({ ...record.value, lease });
}

function notUp(environment: string, track: Track) {
  return {
    kind: 'usage' as const,
    what: `The environment ${environment} (${track}) is not up, so that it has no lease.`,
    next: `Start it with \`gm1 up --track ${track} --environment ${environment}\`.`,
  };
}
