import type { EnvironmentRecord } from '../core/environment-record.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { BuildRecords } from '../image/build-records.ts';
import type { ImageUsers, RunUse } from '../image/image-users.ts';
import type { RunStore } from '../store/store.ts';
import { mapInOrder } from '../system/map-in-order.ts';

/** What a home has on record that refers to images. A run whose record cannot be read refers to none. */
export async function readImageUsers(
  store: RunStore,
  records: BuildRecords,
  environments: readonly EnvironmentRecord[],
): Promise<ImageUsers> {
  const runs = await mapInOrder(await store.list(), 4, async ({ id }) => {
    const run = await store.read(id);
    return run.ok ? [useOf(run.value)] : [];
  });
  return { builds: await records.list(), environments, runs: runs.flat() };
}

function useOf({ id, definition, state, startedAt, builds, environments }: RunRecord): RunUse {
  const images = [...Object.values(builds), ...Object.values(environments)].map(({ image }) => image);
  return { id, definition: definition.name, state, startedAt, images };
}
