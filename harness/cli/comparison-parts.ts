import { loadWaivers, waiversFile } from '../config/waivers-file.ts';
import type { Definition } from '../core/definition.ts';
import { type Outcome, ok } from '../core/failure.ts';
import type { ComparisonParts } from '../run/run.ts';
import type { Context } from './context.ts';
import { earlierRuns } from './earlier-runs.ts';

/** What a comparison needs besides the record of a run; fails when the waivers cannot be read. */
export async function comparisonParts(
  context: Context,
  definition: Pick<Definition, 'file'>,
): Promise<Outcome<ComparisonParts>> {
  const waivers = await loadWaivers(waiversFile(definition.file));
  if (!waivers.ok) return waivers;
  const { services, signal } = context;
  const earlier = earlierRuns(context);
  return ok({ store: services.store, history: services, waivers: waivers.value, earlier, signal });
}
