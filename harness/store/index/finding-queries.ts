import type { Kysely } from 'kysely';
import type { FlakeCount, Subject } from '../../history/night.ts';
import { spurious } from './night-queries.ts';
import type { IndexTables } from './tables.ts';

type Database = Kysely<IndexTables>;

/** All that history can be asked about. */
export async function subjectsOf(database: Database): Promise<readonly Subject[]> {
  const tests = await database.selectFrom('tests').select(['key', 'name']).execute();
  const signatures = await database.selectFrom('signatures').select(['key', 'kind', 'text']).execute();
  return [
    ...tests.map((test) => ({ kind: 'test' as const, ...test })),
    ...signatures.map(({ key, kind, text }) => ({ kind, key, name: text })),
  ];
}

/** A stretch of time in an environment; `to` is no more in it. ISO 8601 in UTC, as is all time here. */
export interface Stretch {
  readonly environment: string;
  readonly from: string;
  readonly to: string;
}

function runsIn(database: Database, { environment, from, to }: Stretch) {
  return database
    .selectFrom('runs')
    .where('environment', '=', environment)
    .where('control', '=', 0)
    .where('started_at', '>=', from)
    .where('started_at', '<', to);
}

/** What held the train in a run of that time, or would have without its waiver. */
export async function findingsIn(database: Database, stretch: Stretch): Promise<readonly Subject[]> {
  const tests = await runsIn(database, stretch)
    .innerJoin('results', 'results.run', 'runs.id')
    .innerJoin('tests', 'tests.key', 'results.test')
    .where('gates', '=', 1)
    .select(['tests.key', 'tests.name'])
    .distinct()
    .execute();
  const signatures = await runsIn(database, stretch)
    .innerJoin('sightings', 'sightings.run', 'runs.id')
    .innerJoin('signatures', 'signatures.key', 'sightings.signature')
    .where('gates', '=', 1)
    .select(['signatures.key', 'kind', 'text'])
    .distinct()
    .execute();
  return [
    ...tests.map((test) => ({ kind: 'test' as const, ...test })),
    ...signatures.map(({ key, kind, text }) => ({ kind, key, name: text })),
  ];
}

/** How many runs of that time ended with which gate; under an empty name those that were not compared. */
export async function gatesIn(
  database: Database,
  stretch: Stretch,
): Promise<Readonly<Record<string, number>>> {
  const rows = await runsIn(database, stretch)
    .select((eb) => ['gate', eb.cast<number>(eb.fn.countAll(), 'integer').as('runs')])
    .groupBy('gate')
    .execute();
  return Object.fromEntries(rows.map(({ gate, runs }) => [gate ?? '', runs]));
}

export interface FlakyTest {
  readonly name: string;
  readonly train: FlakeCount;
  readonly next: FlakeCount;
}

/** The tests that were flaky on either track in that time. */
export async function flakyTestsIn(database: Database, stretch: Stretch): Promise<readonly FlakyTest[]> {
  const rows = await runsIn(database, stretch)
    .innerJoin('results', 'results.run', 'runs.id')
    .innerJoin('tests', 'tests.key', 'results.test')
    .where(({ eb, or }) => or([eb('verdict', 'is', null), eb('verdict', '<>', spurious)]))
    .groupBy('tests.name')
    .select(({ fn, eb }) => {
      const count = (track: 'train' | 'next', outcomes: readonly ('passed' | 'flaky')[]) =>
        eb.cast<number>(fn.sum(eb.case().when(track, 'in', outcomes).then(1).else(0).end()), 'integer');
      return [
        'tests.name',
        count('train', ['passed', 'flaky']).as('train_runs'),
        count('train', ['flaky']).as('train_flaky'),
        count('next', ['passed', 'flaky']).as('next_runs'),
        count('next', ['flaky']).as('next_flaky'),
      ];
    })
    .execute();
  return rows
    .filter(({ train_flaky, next_flaky }) => train_flaky + next_flaky > 0)
    .map(({ name, train_runs, train_flaky, next_runs, next_flaky }) => ({
      name,
      train: { runs: train_runs, flaky: train_flaky },
      next: { runs: next_runs, flaky: next_flaky },
    }));
}
