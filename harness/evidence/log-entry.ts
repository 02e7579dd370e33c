import type { LogRecord } from '../core/log-record.ts';
import type { Track } from '../core/track.ts';

/** What any service of a track logged, for somebody who looks for a cause. The time is empty when nothing tells it. */
export interface LogEntry extends LogRecord {
  readonly service: string;
}

/** Where the lines of a log come from, unless they say so themselves. */
export interface LogOrigin {
  readonly track: Track;
  readonly service: string;
  readonly channel: string;
}

/** Reads one log line by line. */
export interface LogReader {
  /** Gives the entry that the line completes, if it does. */
  take(line: string): LogEntry | undefined;
  /** Gives what was begun, when no more lines are to be expected. */
  end(): LogEntry | undefined;
}
