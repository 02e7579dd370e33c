import type { Attempt } from './result.ts';
import type { Track } from './track.ts';

export type LogLevel = 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | 'alert' | 'emergency';

/** What a request was for; rates are per 1000 requests of one kind. */
export const requestKinds = ['page view', 'edit', 'api', 'rest', 'load', 'other'] as const;

export type RequestKind = (typeof requestKinds)[number];

/** What the edge knows of a request that it let in. */
export interface RequestFacts {
  readonly kind: RequestKind;
  readonly method: string;
  /** With its query, the values of secrets removed. */
  readonly path: string;
  readonly status: number;
  readonly seconds: number;
}

/**
 * How sure a record's `test` is: `exact` when the request named its test itself, `by time` when the request came while
 * just one test ran.
 */
export type Correlation = 'exact' | 'by time';

/**
 * One line that a wiki, PHP, a service or a browser logged. The channel says what it is: MediaWiki's own channels, `php`,
 * `php-fpm` and `web` for what those programs log themselves, and
 * - `browser`: a console error, an uncaught exception, a failed load or a CSP report;
 * - `mail`: a mail that a wiki tried to send, level info, `mail: <subject>`;
 * - `job`: a job that failed or was abandoned;
 * - `containment`: what tried to leave the environment;
 * - `secret`: a secret of the environment in a log, where it is masked.
 */
export interface LogRecord {
  readonly time: string;
  readonly track: Track;
  /** The service that wrote it, where the log says so. */
  readonly service?: string;
  readonly wiki?: string;
  readonly requestId?: string;
  /** `testName()` of the test that asked. */
  readonly test?: string;
  readonly correlation?: Correlation;
  /** The attempt at the test during which, or after which, it was logged. */
  readonly attempt?: Pick<Attempt, 'purpose' | 'startedAt'>;
  /** What the attempt did when it sent the request, or when this was logged: `Save › Click getByRole('button')`. */
  readonly step?: string;
  /** Of a job or a mail: the request that brought it about. */
  readonly request?: RequestFacts;
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

/** A request as the edge logged it, with or without a test. */
export interface LoggedRequest extends RequestFacts {
  /** When it was answered. */
  readonly time: string;
  readonly requestId: string;
  readonly wiki?: string;
  readonly test?: string;
  readonly correlation?: Correlation;
}

/** Records in the order of time, gone through as often as wanted: an array, or a file that need not fit into memory. */
export interface LogRecords extends Iterable<LogRecord> {
  readonly length: number;
  /** Of the run whose files hold them, for another thread to read; absent when they are in memory. */
  readonly directory?: string;
}

/** The logs of one track under the workload of one run. */
export interface CollectedLogs {
  readonly track: Track;
  readonly requests: number;
  /** Absent in runs of old, as are the others that may be. */
  readonly requestKinds?: Readonly<Record<RequestKind, number>>;
  /** How many requests each test made, by `testName()`. */
  readonly requestsByTest?: Readonly<Record<string, number>>;
  /** In the order of time, gone through as often as wanted. */
  readonly requestList?: Iterable<LoggedRequest>;
  readonly records: LogRecords;
  /** Lines that could not be read as a record. */
  readonly unreadable: number;
  /** Lines that were lost before they could be collected, as far as whoever lost them counted. */
  readonly dropped: number;
}
