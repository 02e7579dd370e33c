import type { EnvironmentRecord } from '../core/environment-record.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { readPlan, readRecord } from './environment-files.ts';
import { trueState } from './environments.ts';
import type { FoundService, Plan } from './provider.ts';
import { readAccounts } from './secrets.ts';
import type { Surroundings } from './surroundings.ts';

/** A track of an environment that is on record, as it was planned and as it is. */
export interface CurrentTrack {
  /** With its true state. */
  readonly record: EnvironmentRecord;
  readonly plan: Plan;
  readonly services: readonly FoundService[];
}

/** Undefined when that track is not on record. */
export async function readCurrentTrack(
  { home, provider }: Pick<Surroundings, 'home' | 'provider'>,
  environment: string,
  track: Track,
): Promise<Outcome<CurrentTrack | undefined>> {
  const record = await readRecord(home, environment, track);
  if (!record.ok) return record;
  if (!record.value) return ok(undefined);
  const plan = await readPlan(home, environment, track);
  if (!plan.ok) return plan;
  if (!plan.value) return failed(unplanned(environment, track));
  const listed = await provider.list();
  if (!listed.ok) return listed;
  const services = listed.value.filter((each) => each.environment === environment && each.track === track);
  return ok({
    record: { ...record.value, state: trueState(record.value, services) },
    plan: plan.value,
    services,
  });
}

/** The password of an environment's sysop; what it was made with. */
export async function readSysopPassword(record: EnvironmentRecord): Promise<Outcome<string>> {
  const sysops = record.accounts.filter(({ persona }) => persona === 'sysop');
  const read = await readAccounts({ ...record, accounts: sysops });
  return read.ok ? ok(read.value[0]?.password ?? '') : read;
}

function unplanned(environment: string, track: Track) {
  return {
    kind: 'usage' as const,
    what: `How the environment ${environment} (${track}) was made is not on record, so that it cannot be changed.`,
    next: `Remove it with \`gm1 down --environment ${environment} --track ${track}\`, then start it anew.`,
  };
}
