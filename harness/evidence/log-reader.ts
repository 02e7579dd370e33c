import type { Track } from '../core/track.ts';
import { JsonLogReader } from './json-log-reader.ts';
import type { LogReader } from './log-entry.ts';
import type { LongLines } from './read-lines.ts';
import { TextLogReader } from './text-log-reader.ts';

const known: Readonly<Record<string, { readonly service: string; readonly channel: string }>> = {
  'mediawiki.ndjson': { service: 'app', channel: 'mediawiki' },
  'php.log': { service: 'app', channel: 'php' },
  'php-fpm.log': { service: 'app', channel: 'php-fpm' },
  'mail.ndjson': { service: 'app', channel: 'mail' },
  'apache.log': { service: 'web', channel: 'web' },
  'edge.log': { service: 'edge', channel: 'web' },
  'lost.ndjson': { service: 'app', channel: 'lost' },
  'access.ndjson': { service: 'edge', channel: 'access' },
};

/** The logs that every track has sooner or later, by their path below the folder of logs. */
export const knownLogs: readonly string[] = Object.keys(known);

/** `a/b.log`, and `a/b.log.1` of a log that was put aside. */
const logPath = /^(?:(.*)\/)?([^/]+)\.(log|ndjson)(?:\.\d+)?$/;

/** Whether a file is a log by its name. */
export function isLog(path: string): boolean {
  return logPath.test(path);
}

/** What becomes of a line of a log that is too long. */
export function longLinesOf(path: string): LongLines {
  return logPath.exec(path)?.[3] === 'ndjson' ? 'leave out' : 'cut off';
}

/** A reader for a log, by its path below the folder of logs. The logs in a folder are of the service that it names. */
export function logReader(path: string, track: Track): LogReader {
  const [, folder, stem = path, form] = logPath.exec(path) ?? [];
  const { service, channel } = known[`${stem}.${form}`] ?? { service: stem, channel: stem };
  const origin = { track, service: folder ?? service, channel };
  return form === 'ndjson' ? new JsonLogReader(origin) : new TextLogReader(origin);
}
