import type { Track } from './track.ts';

export type LogLevel = 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | 'alert' | 'emergency';

/** One line that a wiki or PHP logged. */
export interface LogRecord {
  readonly time: string;
  readonly track: Track;
  /** The service that wrote it, where the log says so. */
  readonly service?: string;
  readonly wiki?: string;
  readonly requestId?: string;
  readonly test?: string;
  readonly channel: string;
  readonly level: LogLevel;
  readonly message: string;
  /** The message's template, before its values were put in. */
  readonly normalizedMessage?: string;
  readonly exception?: { readonly class: string; readonly message: string };
  /** `path/in/the/tree.php:12`, the first frame that is not in a library. */
  readonly place?: string;
  readonly trace?: string;
  readonly url?: string;
  readonly version?: string;
}

/** The logs of one track under the workload of one run. */
export interface CollectedLogs {
  readonly track: Track;
  readonly requests: number;
  readonly records: readonly LogRecord[];
  /** Lines that could not be read as a record. */
  readonly unreadable: number;
}
