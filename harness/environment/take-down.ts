import { type Outcome, ok } from '../core/failure.ts';
import { type Track, tracks } from '../core/track.ts';
import { removeFiles } from './environment-files.ts';
import { lockEnvironment } from './environment-lock.ts';
import type { Surroundings } from './surroundings.ts';

/** Removes an environment, or one track of it: first what runs, then its record and secrets. Images stay. */
export async function takeDown(
  { home, provider }: Pick<Surroundings, 'home' | 'provider'>,
  environment: string,
  track?: Track,
): Promise<Outcome<void>> {
  await using locks = new AsyncDisposableStack();
  for (const each of track ? [track] : tracks) {
    const lock = await lockEnvironment(home, environment, each, 'down');
    if (!lock.ok) return lock;
    locks.use(lock.value);
  }
  const removed = await provider.remove(environment, track);
  if (!removed.ok) return removed;
  for (const each of track ? [track] : tracks) await removeFiles(home, environment, each);
  return ok(undefined);
}
