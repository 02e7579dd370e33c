import { type Outcome, ok } from '../core/failure.ts';
import { type Track, tracks } from '../core/track.ts';
import type { Context } from './context.ts';

/** The tracks that are on record under a name; all when their records cannot be read. */
export interface RecordedEnvironment {
  readonly name: string;
  readonly tracks: readonly Track[];
}

/** An environment on record needs no definition any more: a killed run's can be named by its id. */
export async function findRecorded(
  context: Context,
  nameOrFile: string,
): Promise<Outcome<RecordedEnvironment>> {
  const recorded = await readTracks(context, nameOrFile);
  if (recorded.length > 0) return ok({ name: nameOrFile, tracks: recorded });
  const definition = await context.services.loadDefinition(nameOrFile);
  if (!definition.ok) return definition;
  const { name } = definition.value;
  return ok({ name, tracks: await readTracks(context, name) });
}

async function readTracks({ services }: Context, name: string): Promise<readonly Track[]> {
  const records = await services.environments(name);
  return records.ok ? records.value.map(({ track }) => track) : tracks;
}
