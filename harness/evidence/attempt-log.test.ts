import { expect, test } from 'vitest';
import type { LoggedRequest, LogRecord } from '../core/log-record.ts';
import type { Attempt } from '../core/result.ts';
import { AttemptLogs } from './attempt-log.ts';

const attempt: Attempt = {
  test: { suite: 'api', file: 'a.ts', titlePath: ['one'], project: 'api' },
  track: 'next',
  purpose: 'first',
  status: 'failed',
  startedAt: '2026-11-22T12:00:00.000Z',
  seconds: 2,
  attachments: [],
};
const again: Attempt = { ...attempt, purpose: 'confirming', startedAt: '2026-11-22T12:10:00.000Z' };
const name = 'api › a.ts › one › api';

const request: LoggedRequest = {
  time: '2026-11-22T12:00:01.500Z',
  requestId: 'r1',
  wiki: 'testwiki',
  test: name,
  correlation: 'exact',
  kind: 'api',
  method: 'POST',
  path: '/w/api.php',
  status: 500,
  seconds: 0.25,
};
const record: LogRecord = {
  time: '2026-11-22T12:00:01.400Z',
  track: 'next',
  service: 'app',
  requestId: 'r1',
  test: name,
  correlation: 'exact',
  attempt: { purpose: 'first', startedAt: attempt.startedAt },
  channel: 'exception',
  level: 'error',
  message: 'TypeError:\u001b[2J x',
  place: 'includes/A.php:7',
  trace: '#0 a.php(1): b()\n#1 {main}',
};
const job: LogRecord = {
  ...record,
  time: '2026-11-22T12:00:09.000Z',
  service: 'jobrunner',
  channel: 'job',
  message: 'job x failed: y',
  step: 'Save › Click "Save\u001b[2J"',
};
const fromPhp: LogRecord = {
  ...record,
  requestId: '',
  correlation: 'by time',
  channel: 'php',
  message: 'Notice',
};

function logs(records: readonly LogRecord[], requestList: readonly LoggedRequest[] = [request]) {
  const { trace: _, ...bare } = fromPhp;
  return new AttemptLogs({ requestList, records: records.map((one) => (one === fromPhp ? bare : one)) }, [
    attempt,
    again,
  ]);
}

test('tells the requests of an attempt, and what came of each', () => {
  expect(logs([record, job, fromPhp]).textOf(attempt)).toBe(
    `api › a.ts › one › api
next, first attempt, 2026-11-22T12:00:00.000Z, 2.0 s
requests: 1, log records: 3
(~) no test was named: it came while this one ran alone

12:00:01.500 500 POST /w/api.php (0.250 s) testwiki r1
    12:00:01.400 error app/exception TypeError: x [includes/A.php:7]
        #0 a.php(1): b()
        #1 {main}
    12:00:09.000 error jobrunner/job job x failed: y [includes/A.php:7]
        during: Save › Click "Save"
        #0 a.php(1): b()
        #1 {main}
Of no request of the test:
    12:00:01.400 error app/php Notice [includes/A.php:7] (~)
`,
  );
});

test('is no longer than anybody reads, and says how much is left out', () => {
  const text = logs(Array.from({ length: 50_000 }, () => record)).textOf(attempt) ?? '';
  expect(text.length).toBeLessThan(501_000);
  expect(text).toMatch(/\n… \(4\d{4} more requests and records are in the logs of the run\)\n$/);
});

test('knows nothing of an attempt that asked for nothing', () => {
  expect(logs([record]).textOf(again)).toBeUndefined();
  expect(logs([], []).textOf(attempt)).toBeUndefined();
});
