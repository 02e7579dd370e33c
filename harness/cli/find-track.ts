import type { EnvironmentRecord, EnvironmentState } from '../core/environment-record.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { notUp } from '../environment/environments.ts';
import type { Context } from './context.ts';
import { findRecorded } from './recorded-environment.ts';

/** To read what a track left it need not run any more. */
type Need = 'running' | 'on record';

const usable: Readonly<Record<Need, readonly EnvironmentState[]>> = {
  running: ['ready', 'degraded'],
  'on record': ['ready', 'degraded', 'stopped'],
};

/** The track to look into: the one that was asked for, else the one that is up, of two the next. */
export async function findTrack(
  context: Context,
  environment: string,
  asked: Track | undefined,
  need: Need = 'running',
): Promise<Outcome<EnvironmentRecord>> {
  const recorded = await findRecorded(context, environment);
  if (!recorded.ok) return recorded;
  const { name, records, damaged } = recorded.value;
  const isAsked = ({ track }: { readonly track: Track }) => asked === undefined || track === asked;
  const candidates = records.filter(isAsked).toSorted((one, other) => rank(one) - rank(other));
  const found = candidates.find(({ state }) => usable[need].includes(state));
  if (found) return ok(found);
  const unreadable = damaged.find(isAsked);
  if (unreadable) return failed(unreadable.failure);
  return failed(notUp(name, asked ?? candidates[0]?.track ?? 'next', candidates[0]?.state));
}

function rank({ track, state }: EnvironmentRecord): number {
  return (state === 'stopped' ? 2 : 0) + (track === 'next' ? 0 : 1);
}
