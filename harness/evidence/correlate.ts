import type { LoggedRequest, LogRecord } from '../core/log-record.ts';
import { type Attempt, type TestStep, testName } from '../core/result.ts';
import { AttemptTimes } from './attempt-times.ts';
import type { ReadLogs } from './read-logs.ts';
import { countByTest } from './requests.ts';
import { stepAt } from './step-at.ts';

/** What the attempt at a test did, by `testName()` and `startedAt`; empty when its tool does not tell. */
export type StepsOf = (test: string, startedAt: string) => readonly TestStep[];

/**
 * Ties requests and records to attempts. Who named its test is taken at its word; else it is the attempt that ran at that
 * time, if it was just one. What a request brought about later, in jobs and mails, is of the request's test.
 */
export function correlate(
  logs: ReadLogs,
  attempts: readonly Attempt[],
  stepsOf: StepsOf = () => [],
): ReadLogs {
  const times = new AttemptTimes(attempts);
  const requestList = logs.requestList.map((request) => withTest(request, times));
  const requestOf = new Map(requestList.map((request) => [request.requestId, request]));
  return {
    ...logs,
    requestList,
    requestsByTest: countByTest(requestList),
    records: logs.records.map((record) =>
      withStep(withAttempt(record, requestOf, times), requestOf, stepsOf),
    ),
  };
}

function withTest(request: LoggedRequest, times: AttemptTimes): LoggedRequest {
  if (request.test) return request;
  const attempt = times.onlyAt(startOf(request));
  return attempt ? { ...request, test: testName(attempt.test), correlation: 'by time' } : request;
}

function withAttempt(
  record: LogRecord,
  requestOf: ReadonlyMap<string, LoggedRequest>,
  times: AttemptTimes,
): LogRecord {
  if (record.attempt) return withRequest(record, requestOf);
  const request = record.requestId ? requestOf.get(record.requestId) : undefined;
  const named = record.test ? record : request;
  const at = request ? startOf(request) : Date.parse(record.time);
  const attempt = named?.test ? times.ofTest(named.test, at) : times.onlyAt(at);
  const test = named?.test ?? (attempt && testName(attempt.test));
  if (!test) return withRequest(record, requestOf);
  const { purpose, startedAt } = attempt ?? {};
  return withRequest(
    {
      ...record,
      test,
      correlation: named?.correlation ?? 'by time',
      ...(purpose && startedAt && { attempt: { purpose, startedAt } }),
    },
    requestOf,
  );
}

function withStep(
  record: LogRecord,
  requestOf: ReadonlyMap<string, LoggedRequest>,
  stepsOf: StepsOf,
): LogRecord {
  if (!record.test || !record.attempt) return record;
  const steps = stepsOf(record.test, record.attempt.startedAt);
  if (steps.length === 0) return record;
  const request = record.requestId ? requestOf.get(record.requestId) : undefined;
  const step = stepAt(steps, request ? startOf(request) : Date.parse(record.time));
  return step === undefined ? record : { ...record, step };
}

/** What the edge knows of the request, for records that come from elsewhere than the wikis. */
function withRequest(record: LogRecord, requestOf: ReadonlyMap<string, LoggedRequest>): LogRecord {
  const request = record.requestId ? requestOf.get(record.requestId) : undefined;
  if (!request) return record;
  const { kind, method, path, status, seconds, wiki } = request;
  return { ...(wiki && { wiki }), ...record, request: { kind, method, path, status, seconds } };
}

/** The edge logs a request when it is answered. Milliseconds since 1970. */
function startOf({ time, seconds }: LoggedRequest): number {
  return Date.parse(time) - seconds * 1000;
}
