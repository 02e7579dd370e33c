import { type EarlierRuns, noEarlierAttempts } from '../core/earlier-attempts.ts';
import { failureSentence, ok } from '../core/failure.ts';
import type { Context } from './context.ts';

/** What the index knows of earlier runs. A run is worth its verdict without it, too: then it is said what is lacking. */
export function earlierRuns({ services, signal, stderr }: Context): EarlierRuns {
  return async (request) => {
    const found = await services.withIndex({ signal }, async (index) =>
      ok(await index.earlierAttempts(request)),
    );
    if (found.ok) return found.value;
    if (found.failure.kind !== 'interrupted')
      stderr.write(`Earlier runs are left out of the verdicts. ${failureSentence(found.failure)}\n`);
    return noEarlierAttempts;
  };
}
