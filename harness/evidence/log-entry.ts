import type { LogRecord } from '../core/log-record.ts';
import type { Track } from '../core/track.ts';
import type { Logged } from './logged.ts';

/** What any service of a track logged, for somebody who looks for a cause. The time is empty when nothing tells it. */
export interface LogEntry extends LogRecord {
  readonly service: string;
  /** The message is then the line as it is. */
  readonly isUnreadable?: true;
}

/** Where the lines of a log come from, unless they say so themselves. */
export interface LogOrigin {
  readonly track: Track;
  readonly service: string;
  readonly channel: string;
}

/** An entry with what tells whether another is about the same fault. */
export interface ReadEntry extends Logged {
  readonly record: LogEntry;
}

/** Reads one log line by line. */
export interface LogReader {
  /** Gives the entry that the line completes, if it does. */
  take(line: string): ReadEntry | undefined;
  /** Gives what was begun, when no more lines are to be expected. */
  end(): ReadEntry | undefined;
}
