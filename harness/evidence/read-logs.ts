import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CollectedLogs, LoggedRequest, LogRecord } from '../core/log-record.ts';
import { levelClass } from '../core/signature.ts';
import type { Track } from '../core/track.ts';
import { withoutEchoes } from './echoes.ts';
import { countLost } from './json-log-reader.ts';
import type { LogEntry, ReadEntry } from './log-entry.ts';
import { logReader, longLinesOf } from './log-reader.ts';
import type { Logged } from './logged.ts';
import { readMediaWikiLine } from './mediawiki-log.ts';
import { readPhpLog } from './php-log.ts';
import { readLines } from './read-lines.ts';
import { countByTest, countKinds, readRequest } from './requests.ts';
import { SharedTraces } from './shared-traces.ts';

/** Logs with all their records and requests in memory, in the order of time. */
export interface ReadLogs extends CollectedLogs {
  readonly records: readonly LogRecord[];
  readonly requestList: readonly LoggedRequest[];
}

/**
 * Reads what was copied from a track's `/var/log/gm1`, at any depth. The lines of `mediawiki.ndjson`, `php.log` and
 * `mail.ndjson` are records, of `php-fpm.log`, `apache.log` and `edge.log` those that warn, and those of `access.ndjson`
 * requests; other files are left. A line that is neither (cut in half, binary, a JSON object of over a mebibyte) is
 * counted as unreadable.
 */
export async function readLogs(directory: string, track: Track): Promise<ReadLogs> {
  const files = await findFiles(directory);
  const requests = await gather(files('access.ndjson'), byLine(readRequest), track);
  const lost = await gather(files('lost.ndjson'), byLine(countLost), track);
  const gathered: Gathered<Logged>[] = [];
  const traces = new SharedTraces();
  for (const [name, read] of Object.entries(readers))
    gathered.push(await gather(files(name), read, track, (logged) => traces.share(logged)));
  const logged = gathered.flatMap(({ found }) => found);
  return {
    track,
    requests: requests.found.length,
    requestKinds: countKinds(requests.found),
    requestsByTest: countByTest(requests.found),
    requestList: requests.found.toSorted(byTime),
    records: recordsOf(logged, requests.found),
    unreadable: [...gathered, requests, lost].reduce((sum, { unreadable }) => sum + unreadable, 0),
    dropped: lost.found.reduce((sum, count) => sum + count, 0) + logged.filter(tellsOfLoss).length,
  };
}

function recordsOf(logged: readonly Logged[], requests: readonly LoggedRequest[]): readonly LogRecord[] {
  const requestOf = new Map(requests.map((request) => [request.requestId, request]));
  return withoutEchoes(logged.filter(({ record }) => !isCopy(record) && !isOwn(record)))
    .map(({ record }) => withRequest(record, requestOf))
    .sort(byTime);
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

/** Gives undefined for each line that it cannot use. */
type FileReader<T> = (path: string, track: Track) => AsyncIterable<T | undefined>;

async function gather<T>(
  paths: readonly string[],
  read: FileReader<T>,
  track: Track,
  keep: (item: T) => T = (item) => item,
): Promise<Gathered<T>> {
  const found: T[] = [];
  let unreadable = 0;
  for (const path of paths)
    for await (const item of read(path, track)) {
      if (item === undefined) unreadable += 1;
      else found.push(keep(item));
    }
  return { found, unreadable };
}

/** Which logs hold records, and how each is read. */
const readers: Readonly<Record<string, FileReader<Logged>>> = {
  'mediawiki.ndjson': byLine(readMediaWikiLine),
  'php.log': (path, track) => readPhpLog(readLines(path, longLinesOf(path)), track),
  'mail.ndjson': readEntries,
  'php-fpm.log': readEntries,
  'apache.log': readEntries,
  'edge.log': readEntries,
};

function byLine<T>(read: (line: string, track: Track) => T | undefined): FileReader<T> {
  return async function* (path, track) {
    for await (const line of readLines(path, longLinesOf(path)))
      if (line !== '') yield line === undefined ? line : read(line, track);
  };
}

/** As `gm1 logs` shows them, but for what is no news. */
async function* readEntries(path: string, track: Track): AsyncGenerator<Logged | undefined> {
  const reader = logReader(basename(path), track);
  for await (const line of readLines(path, longLinesOf(path))) {
    const entry = line === undefined ? undefined : reader.take(line);
    if (line === undefined) yield undefined;
    else if (entry) yield* asRecord(entry);
  }
  const last = reader.end();
  if (last) yield* asRecord(last);
}

function asRecord(entry: ReadEntry): readonly (Logged | undefined)[] {
  const { time, isUnreadable } = entry.record;
  if (time === '' || isUnreadable) return [undefined];
  return isNews(entry.record) ? [entry] : [];
}

/** What MediaWiki logs of these is news at every level. */
const always: ReadonlySet<string> = new Set(['mail', 'exception', 'error', 'fatal', 'DBError', 'deprecated']);

/** Whether what a service logged belongs into the record of a run. */
export function isNews({ channel, level, isUnreadable }: LogEntry): boolean {
  if (channel === 'access' || channel === 'lost' || isUnreadable) return false;
  return always.has(channel) || levelClass(level) !== 'info';
}

/** MediaWiki logs each error and exception a second time, as JSON, in a channel of its own. */
function isCopy({ channel }: LogRecord): boolean {
  return channel === 'exception-json' || channel === 'error-json';
}

/** What gm1 notes between the lines of a track, such as a reset. */
function isOwn({ channel }: LogRecord): boolean {
  return channel === 'gm1';
}

/** Logger.php says so in the log of PHP when it cannot log. */
function tellsOfLoss({ record }: Logged): boolean {
  return record.channel === 'php' && record.message.startsWith('gm1: a log line of ');
}

function withRequest(record: LogRecord, requestOf: ReadonlyMap<string, LoggedRequest>): LogRecord {
  const request = record.requestId ? requestOf.get(record.requestId) : undefined;
  if (!request) return record;
  const { kind, method, path, status, seconds, test } = request;
  return {
    ...record,
    ...(test && { test, correlation: 'exact' as const }),
    request: { kind, method, path, status, seconds },
  };
}

function byTime(one: { readonly time: string }, other: { readonly time: string }): number {
  return one.time < other.time ? -1 : one.time > other.time ? 1 : 0;
}
