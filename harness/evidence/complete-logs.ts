import type { LogRecord } from '../core/log-record.ts';
import type { Attempt } from '../core/result.ts';
import { levelClass } from '../core/signature.ts';
import { correlate, type StepsOf } from './correlate.ts';
import { maskRecords, maskRequests, SecretMask, type Secrets } from './mask-secrets.ts';
import type { ReadLogs } from './read-logs.ts';

export interface Workload {
  /** Those of the track whose logs they are. */
  readonly attempts: readonly Attempt[];
  /** What the attempts' browsers told. */
  readonly browser: readonly LogRecord[];
  readonly secrets: Secrets;
  readonly stepsOf?: StepsOf;
}

/** Logs with what browsers told, tied to the tests that asked, and without secrets. */
export function completeLogs(logs: ReadLogs, { attempts, browser, secrets, stepsOf }: Workload): ReadLogs {
  const failed = failedRequests(logs);
  const told = browser.filter((record) => !isExplained(record, failed));
  const own = logs.records.filter(isOfWorkload(attempts));
  const records = [...own, ...told].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const correlated = correlate({ ...logs, records }, attempts, stepsOf);
  const mask = new SecretMask(secrets);
  return {
    ...correlated,
    records: maskRecords(correlated.records, mask),
    requestList: maskRequests(correlated.requestList, mask),
  };
}

const servers: ReadonlySet<string> = new Set(['web', 'php-fpm']);

/** Servers whose neighbours are still starting complain of them. Their logs are of whole seconds. */
function isOfWorkload(attempts: readonly Attempt[]): (record: LogRecord) => boolean {
  const first = attempts.length > 0 ? Math.min(...attempts.map(({ startedAt }) => Date.parse(startedAt))) : 0;
  return ({ channel, time }) => !servers.has(channel) || Date.parse(time) + 1000 > first;
}

/** A browser tells of an answer with an error, whose cause the wiki has logged: one fault is one record. */
function isExplained({ requestId, message }: LogRecord, failed: ReadonlySet<string>): boolean {
  return message.startsWith('server error: ') && requestId !== undefined && failed.has(requestId);
}

function failedRequests({ records }: ReadLogs): ReadonlySet<string> {
  const errors = records.filter(({ level }) => levelClass(level) === 'error');
  return new Set(errors.flatMap(({ requestId }) => requestId ?? []));
}
