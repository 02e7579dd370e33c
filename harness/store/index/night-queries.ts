import type { Kysely } from 'kysely';
import type { Night, NightState, Subject } from '../../history/night.ts';
import type { IndexTables, ResultRow, RunRow, SightingRow } from './tables.ts';

type Database = Kysely<IndexTables>;

/** The runs that say something of a subject, oldest first. Control runs do not: their next is the train. */
export async function nightsOf(
  database: Database,
  { kind, key }: Subject,
  environment: string,
): Promise<readonly Night[]> {
  return kind === 'test'
    ? nightsOfTest(database, key, environment)
    : nightsOfSignature(database, kind, key, environment);
}

async function nightsOfTest(database: Database, key: string, environment: string): Promise<readonly Night[]> {
  const rows = await runsOf(database, environment)
    .innerJoin('results', 'results.run', 'runs.id')
    .where('results.test', '=', key)
    .select(['train', 'next', 'train_seconds', 'next_seconds', 'verdict', 'gates'])
    .execute();
  return rows.map((row) => ({
    ...nightOf(row),
    state: stateOfResult(row),
    ...(row.verdict !== null && { verdict: row.verdict }),
    gates: row.gates === 1,
    result: {
      outcomes: { train: row.train, next: row.next },
      seconds: {
        ...(row.train_seconds !== null && { train: row.train_seconds }),
        ...(row.next_seconds !== null && { next: row.next_seconds }),
      },
    },
  }));
}

/** Of all runs, for those without it may be green. */
async function nightsOfSignature(
  database: Database,
  kind: 'log' | 'failure',
  key: string,
  environment: string,
): Promise<readonly Night[]> {
  const rows = await runsOf(database, environment)
    .leftJoin('sightings', (join) =>
      join.onRef('sightings.run', '=', 'runs.id').on('sightings.signature', '=', key),
    )
    .select(['sightings.train', 'sightings.next', 'sightings.verdict', 'sightings.gates', 'has_logs', 'gate'])
    .execute();
  return rows.map((row) => {
    const counts = { train: row.train ?? 0, next: row.next ?? 0 };
    const gates = row.gates === 1;
    return {
      ...nightOf(row),
      state: stateOfCounts(counts, gates, canTell(kind, row)),
      ...(row.verdict !== null && { verdict: row.verdict }),
      gates,
      counts,
    };
  });
}

function runsOf(database: Database, environment: string) {
  return database
    .selectFrom('runs')
    .where('environment', '=', environment)
    .where('control', '=', 0)
    .select(['id', 'state', 'started_at', 'ended_at', 'next_build', 'next_built_at'])
    .orderBy('id');
}

/** The verdict on a test that failed for what the machine did: that says nothing of the code. */
export const spurious = 'spurious';

type RunPart = Pick<RunRow, 'id' | 'started_at' | 'ended_at' | 'next_build' | 'next_built_at'>;

function nightOf({ id, started_at, ended_at, next_build, next_built_at }: RunPart) {
  return {
    run: id,
    startedAt: started_at,
    endedAt: ended_at,
    ...(next_build !== null &&
      next_built_at !== null && { build: { id: next_build, startedAt: next_built_at } }),
  };
}

type ResultPart = Pick<ResultRow, 'train' | 'next' | 'gates' | 'verdict'>;

/** A test that did not run on next is red when its verdict says that it should have. */
function stateOfResult({ train, next, gates, verdict }: ResultPart): NightState {
  if (verdict === spurious) return 'unknown';
  if (next === 'passed') return 'green';
  if (next === 'flaky') return 'flaky';
  if (next === 'failed') return train === 'failed' ? 'known' : 'red';
  return gates === 1 ? 'red' : 'unknown';
}

/** What both tracks have and gates has become more on next. */
function stateOfCounts(
  { train, next }: Pick<SightingRow, 'train' | 'next'>,
  gates: boolean,
  isTold: boolean,
): NightState {
  if (next > 0) return train === 0 || gates ? 'red' : 'known';
  return isTold ? 'green' : 'unknown';
}

/** Whether a run that does not have a signature was whole enough to show it. */
function canTell(
  kind: 'log' | 'failure',
  { state, has_logs, gate }: Pick<RunRow, 'state' | 'has_logs' | 'gate'>,
): boolean {
  return kind === 'log' ? has_logs === 1 && gate !== null : state === 'finished';
}
