import { type Kysely, sql, type Transaction } from 'kysely';
import { failed, type Outcome, ok } from '../../core/failure.ts';
import { newerIndex } from './index-failures.ts';
import type { Migration } from './migrations.ts';
import type { IndexTables } from './tables.ts';

/** What keeps other processes from migrating at the same time, until the transaction ends. */
export type LockOut = (transaction: Transaction<IndexTables>) => Promise<void>;

export interface MigrationRequest {
  /** Of the index, for messages. */
  readonly name: string;
  readonly lockOut: LockOut;
  /** All that there are. */
  readonly steps: readonly Migration[];
}

/** Brings the tables to the newest version, one step after the other; fails when they are of a newer gm1. */
export async function migrate(
  database: Kysely<IndexTables>,
  { name, lockOut, steps }: MigrationRequest,
): Promise<Outcome<void>> {
  const known = await versionOf(database);
  if (known === steps.length) return ok(undefined);
  return database.transaction().execute(async (transaction) => {
    await lockOut(transaction);
    const version = (await versionOf(transaction)) ?? 0;
    if (version > steps.length) return failed(newerIndex(name, version, steps.length));
    for (const step of steps.slice(version)) await step(transaction);
    await writeVersion(transaction, steps.length);
    return ok(undefined);
  });
}

/** Undefined when there are no tables yet. */
async function versionOf(database: Kysely<IndexTables>): Promise<number | undefined> {
  const tables = await database.introspection.getTables();
  if (!tables.some(({ name }) => name === 'index_version')) return undefined;
  const { rows } = await sql<{ version: number }>`select version from index_version`.execute(database);
  return rows[0]?.version;
}

async function writeVersion(database: Kysely<IndexTables>, version: number): Promise<void> {
  await sql`create table if not exists index_version (version integer not null)`.execute(database);
  await sql`delete from index_version`.execute(database);
  await sql`insert into index_version (version) values (${version})`.execute(database);
}
