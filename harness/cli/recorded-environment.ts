import { type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import type { RecordedTracks } from '../environment/environments.ts';
import type { Context } from './context.ts';

/** What is on record under a name. */
export interface RecordedEnvironment extends RecordedTracks {
  readonly name: string;
}

/** An environment on record needs no definition any more: a killed run's can be named by its id. */
export async function findRecorded(
  { services }: Context,
  nameOrFile: string,
): Promise<Outcome<RecordedEnvironment>> {
  const recorded = await services.environments(nameOrFile);
  if (!recorded.ok) return recorded;
  const { records, damaged } = recorded.value;
  if (records.length > 0 || damaged.length > 0) return ok({ name: nameOrFile, records, damaged });
  const definition = await services.loadDefinition(nameOrFile);
  if (!definition.ok) return definition;
  const { name } = definition.value;
  const defined = await services.environments(name);
  return defined.ok ? ok({ name, ...defined.value }) : defined;
}

/** Those of some tracks that are on record, be the record damaged or not. */
export function tracksOn({ records, damaged }: RecordedTracks, wanted: readonly Track[]): readonly Track[] {
  return wanted.filter((track) => [...records, ...damaged].some((each) => each.track === track));
}
