import type { Failure } from '../../core/failure.ts';
import { damagedFile, unusableDatabase, unusableFile } from './index-failures.ts';
import type { IndexPlace } from './index-place.ts';

/** What a database refused, as a failure; undefined for an error that is not the database's. `name` has no password. */
export function databaseFailure(error: unknown, kind: IndexPlace['kind'], name: string): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  if (kind === 'file') return sqliteFailure(error, name);
  return isOfPostgres(error) ? unusableDatabase(name, messageOf(error)) : undefined;
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, see https://www.sqlite.org/rescode.html. */
const damaged: readonly unknown[] = [11, 26];

function sqliteFailure(error: Error, file: string): Failure | undefined {
  if (!('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return undefined;
  const code = 'errcode' in error ? error.errcode : undefined;
  return damaged.includes(code) ? damagedFile(file, error.message) : unusableFile(file, error.message);
}

/** The server's own errors have a severity; those of the way to it have a system call, or nothing but words. */
function isOfPostgres(error: Error): boolean {
  if ('severity' in error || error instanceof AggregateError) return true;
  if ('syscall' in error && !('path' in error)) return true;
  return /^(?:Connection terminated|timeout exceeded when trying to connect|SASL)/.test(error.message);
}

/** That of the first of several addresses that were tried. */
function messageOf(error: Error): string {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.message;
}
