import { type EarlierAttempts, type EarlierRuns, noEarlierAttempts } from '../core/earlier-attempts.ts';
import type { RunRecord } from '../core/run-record.ts';

/** How tests of a run did in the nights before. In a control run, train's attempts are those of both sides. */
export async function gatherEarlier(
  earlierRuns: EarlierRuns,
  { definition, startedAt, control }: Pick<RunRecord, 'definition' | 'startedAt' | 'control'>,
  tests: readonly string[],
): Promise<EarlierAttempts> {
  if (tests.length === 0) return noEarlierAttempts;
  const found = await earlierRuns({ environment: definition.name, before: startedAt, tests });
  if (!control) return found;
  return new Map([...found].map(([name, { train }]) => [name, { train, next: train }]));
}
