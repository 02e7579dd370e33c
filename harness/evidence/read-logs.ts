import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { CollectedLogs, LogRecord } from '../core/log-record.ts';
import type { Track } from '../core/track.ts';
import { parseJson } from '../system/parse-json.ts';
import type { Logged } from './logged.ts';
import { readMediaWikiLine } from './mediawiki-log.ts';
import { readPhpLog } from './php-log.ts';
import { readLines } from './read-lines.ts';

/** Logs with all their records in memory. */
export interface ReadLogs extends CollectedLogs {
  readonly records: readonly LogRecord[];
}

/**
 * Reads what was copied from a track's `/var/log/gm1`, at any depth: `mediawiki.ndjson`, `php.log` and `access.ndjson`;
 * other files are left. A line that is not a record (cut in half, binary, over a mebibyte) is counted as unreadable.
 */
export async function readLogs(directory: string, track: Track): Promise<ReadLogs> {
  const files = await findFiles(directory);
  const wiki = await gather(files('mediawiki.ndjson'), (path) => readMediaWikiLog(path, track));
  const php = await gather(files('php.log'), (path) => readPhpLog(readLines(path), track));
  const access = await gather(files('access.ndjson'), readAccessLog);
  const testOf = new Map(access.found.flatMap(({ request_id, test }) => (test ? [[request_id, test]] : [])));
  return {
    track,
    requests: access.found.length,
    records: [...wiki.found, ...withoutEchoes(php.found, wiki.found)]
      .filter(({ record }) => !isCopy(record))
      .map(({ record }) => withTest(record, testOf)),
    unreadable: wiki.unreadable + php.unreadable + access.unreadable,
    dropped: 0,
  };
}

async function findFiles(directory: string): Promise<(name: string) => readonly string[]> {
  const entries = await readdir(directory, { recursive: true });
  const sorted = entries.sort();
  return (name) => sorted.filter((path) => basename(path) === name).map((path) => join(directory, path));
}

interface Gathered<T> {
  readonly found: readonly T[];
  readonly unreadable: number;
}

async function gather<T>(
  paths: readonly string[],
  read: (path: string) => AsyncIterable<T | undefined>,
): Promise<Gathered<T>> {
  const found: T[] = [];
  let unreadable = 0;
  for (const path of paths)
    for await (const item of read(path)) {
      if (item === undefined) unreadable += 1;
      else found.push(item);
    }
  return { found, unreadable };
}

async function* readMediaWikiLog(path: string, track: Track): AsyncGenerator<Logged | undefined> {
  for await (const line of readLines(path)) yield line === undefined ? line : readMediaWikiLine(line, track);
}

const accessSchema = z.object({
  request_id: z.string(),
  status: z.number(),
  test: z.string().optional(),
});

async function* readAccessLog(path: string): AsyncGenerator<z.infer<typeof accessSchema> | undefined> {
  for await (const line of readLines(path)) yield accessSchema.safeParse(parseJson(line ?? '')).data;
}

/** MediaWiki logs each error and exception a second time, as JSON, in a channel of its own. */
function isCopy({ channel }: LogRecord): boolean {
  return channel === 'exception-json' || channel === 'error-json';
}

/** PHP logs again what MediaWiki's error handler has logged already; one fault is one record. */
function withoutEchoes(php: readonly Logged[], wiki: readonly Logged[]): readonly Logged[] {
  const known = new Set(wiki.flatMap(({ origin }) => origin ?? []));
  return php.filter(({ origin }) => origin === undefined || !known.has(origin));
}

function withTest(record: LogRecord, testOf: ReadonlyMap<string, string>): LogRecord {
  const test = record.requestId && testOf.get(record.requestId);
  return test ? { ...record, test } : record;
}
