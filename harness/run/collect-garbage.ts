import { type Outcome, ok } from '../core/failure.ts';
import { readRecords, type SweptEnvironments, sweepOrphans } from '../environment/environments.ts';
import type { Surroundings } from '../environment/surroundings.ts';
import { BuildRecords } from '../image/build-records.ts';
import type { ImageBuilder } from '../image/builder.ts';
import { type Pruned, prune } from '../image/prune.ts';
import type { RunStore } from '../store/store.ts';
import { readImageUsers } from './read-image-users.ts';

export interface GarbageOptions {
  /** Only says what would go. */
  readonly dryRun: boolean;
  /** Whether images go that no build of this home made. */
  readonly all: boolean;
}

interface Parts {
  readonly store: RunStore;
  readonly builder: ImageBuilder;
  readonly around: Pick<Surroundings, 'home' | 'provider' | 'clock'>;
}

/** What went or, in a dry run, would go: what killed processes left, and images and files that nothing needs. */
export interface Garbage extends SweptEnvironments {
  readonly pruned: Pruned;
}

/** Removes what no live environment, run or newer build needs. */
export async function collectGarbage(
  { store, builder, around }: Parts,
  { dryRun, all }: GarbageOptions,
): Promise<Outcome<Garbage>> {
  const swept = await sweepOrphans(around, dryRun, isOfEndedRun(store));
  if (!swept.ok) return swept;
  const { home, clock } = around;
  const gone = swept.value.environments;
  const staying = (await readRecords(home)).records.filter(({ name }) => !gone.includes(name));
  const users = await readImageUsers(store, new BuildRecords(home.builds), staying);
  const pruned = await prune({ ...users, home, builder, now: clock.now(), all, rehearsal: dryRun, gone });
  return pruned.ok ? ok({ ...swept.value, pruned: pruned.value }) : pruned;
}

/** A run's environment is named after the run; one that outlives it was left by a process that was killed. */
function isOfEndedRun(store: RunStore): (environment: string) => Promise<boolean> {
  return async (environment) => {
    const run = (await store.list()).find(({ id }) => id === environment);
    return run !== undefined && run.state !== 'running';
  };
}
