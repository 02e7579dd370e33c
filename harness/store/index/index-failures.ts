import type { Failure } from '../../core/failure.ts';

/** For an index whose tables are of a newer gm1. */
export function newerIndex(name: string, version: number, known: number): Failure {
  return {
    kind: 'usage',
    what: `The index ${name} was written by a newer gm1 (version ${version}; this one knows ${known}).`,
    next: 'Update gm1, or name another index with GM1_DATABASE_URL or GM1_HOME.',
  };
}

/** For a file that is no database, or one that something broke. */
export function damagedFile(file: string, why: string): Failure {
  return {
    kind: 'infrastructure',
    what: `The index ${file} is damaged.`,
    why: sentence(why),
    next: 'Remove it: the next "gm1 index" makes it again from the run directories.',
  };
}

/** For a file that SQLite cannot read or write. */
export function unusableFile(file: string, why: string): Failure {
  return {
    kind: 'infrastructure',
    what: `The index ${file} cannot be used.`,
    why: sentence(why),
    next: 'Mend that, then try again.',
  };
}

/** For a database that does not answer, or not as it should. `name` holds no password. */
export function unusableDatabase(name: string, why: string): Failure {
  return {
    kind: 'infrastructure',
    what: `The database ${name} cannot be used.`,
    why: sentence(why),
    next: 'Check GM1_DATABASE_URL, or unset it to use the index of this machine.',
  };
}

export function badDatabaseUrl(): Failure {
  return {
    kind: 'usage',
    what: 'GM1_DATABASE_URL is no URL of a PostgreSQL database.',
    next: 'Write it as postgresql://user:password@host:5432/database.',
  };
}

function sentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
