import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase } from 'kysely';

type SqliteStatement = ReturnType<SqliteDatabase['prepare']>;

/** In milliseconds: other processes that write have so long to finish. */
const usualPatience = 60_000;

/** Statements: runs are alike, and to read one of a thousand rows takes as long as to carry it out. */
const mostKnown = 50;

/**
 * Node's own SQLite in the form that Kysely's dialect asks for. Transactions take the right to write when they begin:
 * one that asked for it in its midst would fail, not wait, when another process wrote meanwhile.
 */
export function nodeSqlite(file: string, patience = usualPatience): SqliteDatabase {
  const database = new DatabaseSync(file, { timeout: patience });
  database.exec('pragma journal_mode = wal; pragma synchronous = normal');
  const prepare = (sql: string) => statement(database.prepare(sql === 'begin' ? 'begin immediate' : sql));
  const known = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const prepared = known.get(sql) ?? prepare(sql);
      if (known.size >= mostKnown) known.clear();
      known.set(sql, prepared);
      return prepared;
    },
  };
}

function statement(prepared: StatementSync): SqliteStatement {
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
