import { type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import type { Context } from './context.ts';

/** What is on record under a name. */
export interface RecordedEnvironment {
  readonly name: string;
  /** Fails when a record is damaged. */
  readonly tracks: Outcome<readonly Track[]>;
}

/** An environment on record needs no definition any more: a killed run's can be named by its id. */
export async function findRecorded(
  context: Context,
  nameOrFile: string,
): Promise<Outcome<RecordedEnvironment>> {
  const tracks = await readTracks(context, nameOrFile);
  if (!tracks.ok || tracks.value.length > 0) return ok({ name: nameOrFile, tracks });
  const definition = await context.services.loadDefinition(nameOrFile);
  if (!definition.ok) return definition;
  const { name } = definition.value;
  return ok({ name, tracks: await readTracks(context, name) });
}

async function readTracks({ services }: Context, name: string): Promise<Outcome<readonly Track[]>> {
  const records = await services.environments(name);
  return records.ok ? ok(records.value.map(({ track }) => track)) : records;
}
