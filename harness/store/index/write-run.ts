import type { Kysely, Transaction } from 'kysely';
import type { RunRows } from './run-rows.ts';
import type { IndexTables } from './tables.ts';

/**
 * Writes all rows of a run at once, in the place of those that were there. The row of the run comes first: whoever writes
 * the same run waits for it.
 */
export async function writeRun(database: Kysely<IndexTables>, rows: RunRows): Promise<void> {
  const { id, ...changes } = rows.run;
  await database.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('runs')
      .values(rows.run)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
      .execute();
    await removeFacts(transaction, [id]);
    await insertNames(transaction, rows);
    for (const some of batches(rows.results)) await transaction.insertInto('results').values(some).execute();
    for (const some of batches(rows.sightings))
      await transaction.insertInto('sightings').values(some).execute();
  });
}

/** Removes runs with all that they say, and what no other run names. */
export async function forgetRuns(database: Kysely<IndexTables>, runs: readonly string[]): Promise<void> {
  if (runs.length === 0) return;
  await database.transaction().execute(async (transaction) => {
    for (const some of batches(runs)) {
      await transaction.deleteFrom('runs').where('id', 'in', some).execute();
      await removeFacts(transaction, some);
    }
    const { tests, signatures } = namesInUse(transaction);
    await transaction.deleteFrom('tests').where('key', 'not in', tests).execute();
    await transaction.deleteFrom('signatures').where('key', 'not in', signatures).execute();
    await transaction.deleteFrom('builds').where('id', 'not in', buildsInUse(transaction)).execute();
  });
}

function namesInUse(transaction: Transaction<IndexTables>) {
  return {
    tests: transaction.selectFrom('results').select('test').distinct(),
    signatures: transaction.selectFrom('sightings').select('signature').distinct(),
  };
}

function buildsInUse(transaction: Transaction<IndexTables>) {
  return transaction
    .selectFrom('runs')
    .select('next_build as id')
    .where('next_build', 'is not', null)
    .union(transaction.selectFrom('runs').select('train_build as id').where('train_build', 'is not', null));
}

async function removeFacts(transaction: Transaction<IndexTables>, runs: readonly string[]): Promise<void> {
  await transaction.deleteFrom('results').where('run', 'in', runs).execute();
  await transaction.deleteFrom('sightings').where('run', 'in', runs).execute();
}

/** What other runs may name, too. In one order, so that two processes never wait for each other. */
async function insertNames(transaction: Transaction<IndexTables>, rows: RunRows): Promise<void> {
  const byKey = (a: { readonly key: string }, b: { readonly key: string }) => (a.key < b.key ? -1 : 1);
  const builds = rows.builds.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const some of batches(builds))
    await transaction
      .insertInto('builds')
      .values(some)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  for (const some of batches(rows.tests.toSorted(byKey)))
    await transaction
      .insertInto('tests')
      .values(some)
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
  for (const some of batches(rows.signatures.toSorted(byKey)))
    await transaction
      .insertInto('signatures')
      .values(some)
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
}

/** Rows of a statement: with at most a dozen columns it stays below SQLite's 32,766 parameters. */
const mostRows = 1000;

function* batches<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += mostRows) yield rows.slice(start, start + mostRows);
}
