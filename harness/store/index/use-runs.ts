import type { Outcome } from '../../core/failure.ts';
import type { IndexPlace } from './index-place.ts';
import { useIndex } from './open-index.ts';
import type { RunIndex } from './run-index.ts';
import { type IndexUpdate, type UpdateOptions, updateIndex } from './update-index.ts';

/** Brings the index up to date with the run directories below a folder, and lets it be asked. */
export function useRuns<T>(
  place: IndexPlace,
  folder: string,
  options: UpdateOptions,
  use: (index: RunIndex, update: IndexUpdate) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return useIndex(place, async (index) => {
    const update = await updateIndex(index, folder, options);
    return update.ok ? use(index, update.value) : update;
  });
}
