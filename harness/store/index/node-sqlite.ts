import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase } from 'kysely';

/** In milliseconds: other processes that write have so long to finish. */
const usualPatience = 60_000;

/**
 * Node's own SQLite in the form that Kysely's dialect asks for. Transactions take the right to write when they begin:
 * one that asked for it in its midst would fail, not wait, when another process wrote meanwhile.
 */
export function nodeSqlite(file: string, patience = usualPatience): SqliteDatabase {
  const database = new DatabaseSync(file, { timeout: patience });
  database.exec('pragma journal_mode = wal; pragma synchronous = normal');
  return {
    close: () => database.close(),
    prepare: (sql) => statement(database.prepare(sql === 'begin' ? 'begin immediate' : sql)),
  };
}

function statement(prepared: StatementSync): ReturnType<SqliteDatabase['prepare']> {
  return {
    reader: prepared.columns().length > 0,
    all: (parameters) => prepared.all(...inputs(parameters)),
    run: (parameters) => prepared.run(...inputs(parameters)),
    iterate: (parameters) => prepared.iterate(...inputs(parameters)),
  };
}

/** Kysely passes on what a query was given; anything that SQLite does not know it refuses itself. */
function inputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
