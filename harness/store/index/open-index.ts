import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Dialect, Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely';
import { failed, type Outcome } from '../../core/failure.ts';
import { databaseFailure } from './database-failure.ts';
import { badDatabaseUrl } from './index-failures.ts';
import type { IndexPlace } from './index-place.ts';
import { type LockOut, migrate } from './migrate.ts';
import { type Migration, migrations } from './migrations.ts';
import { nodeSqlite } from './node-sqlite.ts';
import { RunIndex } from './run-index.ts';
import type { IndexTables } from './tables.ts';

interface Opened {
  /** For messages; without a password. */
  readonly name: string;
  readonly dialect: Dialect;
  readonly lockOut: LockOut;
}

/**
 * Opens the index, makes or migrates its tables, and closes it after use. Fails when it was written by a newer gm1, and
 * when the database refuses something.
 */
export async function useIndex<T>(
  place: IndexPlace,
  use: (index: RunIndex) => Promise<Outcome<T>>,
  steps: readonly Migration[] = migrations,
): Promise<Outcome<T>> {
  if (place.kind === 'database' && !isPostgresUrl(place.url)) return failed(badDatabaseUrl());
  const name = place.kind === 'file' ? place.path : nameOf(place.url);
  try {
    const { dialect, lockOut } =
      place.kind === 'file' ? await openFile(place.path) : await connect(place.url);
    await using database = new Kysely<IndexTables>({ dialect });
    const migrated = await migrate(database, { name, lockOut, steps });
    if (!migrated.ok) return migrated;
    return await use(new RunIndex(database, { name, isShared: place.kind === 'database' }));
  } catch (error) {
    const failure = databaseFailure(error, place.kind, name);
    if (!failure) throw error;
    return failed(failure);
  }
}

/** Whoever begins a transaction there has locked the others out. */
async function openFile(path: string): Promise<Omit<Opened, 'name'>> {
  await mkdir(dirname(path), { recursive: true });
  return { dialect: new SqliteDialect({ database: nodeSqlite(path) }), lockOut: async () => {} };
}

/** An arbitrary number that all gm1 know. */
const migrationLock = 6_178_001;

async function connect(url: string): Promise<Omit<Opened, 'name'>> {
  const { Pool } = await import('pg');
  const pool = new Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 10_000 });
  // A connection that is lost while nobody uses it is made anew; without a listener it would end the process.
  pool.on('error', () => {});
  return {
    dialect: new PostgresDialect({ pool }),
    lockOut: async (transaction) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction);
    },
  };
}

function isPostgresUrl(url: string): boolean {
  return URL.canParse(url) && /^postgres(?:ql)?:$/.test(new URL(url).protocol);
}

function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
