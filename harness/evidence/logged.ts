import type { LogRecord } from '../core/log-record.ts';

/** A record as one of the logs has it; PHP and MediaWiki may both log the same error, and then share `origin`. */
export interface Logged {
  readonly record: LogRecord;
  /** File, line and text of an error as PHP raised it. */
  readonly origin?: string;
}

/** What an error is recognized by in both logs, whoever prefixed its text with the kind of error. */
export function originOf(file: string, line: number, text: string): string {
  return `${file}:${line} ${text.replace(/^PHP [A-Z][\w ]*: +/, '').trim()}`;
}
