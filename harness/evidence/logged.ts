import type { LogRecord } from '../core/log-record.ts';

/** A record as one of the logs has it, with what tells whether another is about the same fault. */
export interface Logged {
  readonly record: LogRecord;
  /** File, line and text of an error as PHP raised it; PHP and MediaWiki may both log it. */
  readonly origin?: string;
  /** Names of the fault, of which a lesser record of the same request may have one. */
  readonly tells?: readonly string[];
  /** The name of the fault that this record only repeats if another of its request tells it. */
  readonly repeats?: string;
}

/** What an error is recognized by in both logs, whoever prefixed its text with the kind of error. */
export function originOf(file: string, line: number, text: string): string {
  return `${file}:${line} ${text.replace(/^PHP [A-Z][\w ]*: +/, '').trim()}`;
}
