import type { LogLevel } from '../core/log-record.ts';
import type { LogEntry } from './log-entry.ts';
import { logLevels } from './mediawiki-log.ts';

/** What of the logs somebody wants to see; all of it without any of these. */
export interface LogFilter {
  readonly service?: string | undefined;
  readonly wiki?: string | undefined;
  /** This and worse. */
  readonly level?: LogLevel | undefined;
  /** The id of a request, or its beginning. */
  readonly request?: string | undefined;
  readonly since?: Date | undefined;
  /** A part of the name of the test that asked, whatever its case. */
  readonly test?: string | undefined;
}

/** All but `test`, for which an entry may have to wait: see `LogMerge`. */
export function matchesFilter(entry: LogEntry, { service, wiki, level, request, since }: LogFilter): boolean {
  return (
    (service === undefined || entry.service === service) &&
    (wiki === undefined || entry.wiki === wiki) &&
    (level === undefined || logLevels.indexOf(entry.level) >= logLevels.indexOf(level)) &&
    (request === undefined || entry.requestId?.startsWith(request) === true) &&
    (since === undefined || Date.parse(entry.time) >= since.getTime())
  );
}

export function matchesTest({ test }: LogEntry, part: string): boolean {
  return test?.toLowerCase().includes(part.toLowerCase()) === true;
}
