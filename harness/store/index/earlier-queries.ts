import type { Kysely } from 'kysely';
import type { OutcomeOnTrack } from '../../comparison/outcome-on-track.ts';
import { type EarlierAttempts, type EarlierRequest, noEarlierAttempts } from '../../core/earlier-attempts.ts';
import type { IndexTables, ResultRow } from './tables.ts';

/** More than half a year of nights; what was before was another MediaWiki. */
const mostRuns = 200;

/** How tests did in the newest runs before a moment; of runs that broke down or compare train with train, nothing. */
export async function earlierAttemptsIn(
  database: Kysely<IndexTables>,
  { environment, before, tests }: EarlierRequest,
): Promise<EarlierAttempts> {
  const newest = await database
    .selectFrom('runs')
    .where('environment', '=', environment)
    .where('control', '=', 0)
    .where('state', '=', 'finished')
    .where('started_at', '<', before)
    .orderBy('started_at', 'desc')
    .limit(mostRuns)
    .select('id')
    .execute();
  if (newest.length === 0 || tests.length === 0) return noEarlierAttempts;
  const runs = newest.map(({ id }) => id).reverse();
  const rows = await database
    .selectFrom('results')
    .innerJoin('tests', 'tests.key', 'results.test')
    .where('results.run', 'in', runs)
    .where('tests.name', 'in', [...tests])
    .select(['tests.name', 'results.run', 'results.train', 'results.next', 'results.verdict'])
    .execute();
  return new Map(
    [...Map.groupBy(rows, ({ name }) => name)].map(([name, results]) => [name, lettersOf(results, runs)]),
  );
}

function lettersOf(
  results: readonly Pick<ResultRow, 'run' | 'train' | 'next' | 'verdict'>[],
  runs: readonly string[],
) {
  const telling = results.filter(({ verdict }) => verdict !== 'spurious');
  const byRun = new Map(telling.map((result) => [result.run, result]));
  const letters = (track: 'train' | 'next') =>
    runs.map((run) => letterOf[byRun.get(run)?.[track] ?? 'absent']).join('');
  return { train: letters('train'), next: letters('next') };
}

/** Of the first attempt: others are made only when it failed. */
const letterOf: Readonly<Record<OutcomeOnTrack, string>> = {
  passed: 'P',
  failed: 'F',
  flaky: 'F',
  skipped: '-',
  absent: '-',
};
