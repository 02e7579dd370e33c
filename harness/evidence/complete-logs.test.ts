import { expect, test } from 'vitest';
import type { LogRecord } from '../core/log-record.ts';
import { sampleAttempt } from '../testing/sample-run.ts';
import { completeLogs } from './complete-logs.ts';
import type { ReadLogs } from './read-logs.ts';

const common = { time: '2026-11-22T12:00:02.000Z', track: 'next' } as const;
const error: LogRecord = { ...common, channel: 'exception', level: 'error', message: 'x', requestId: 'r' };
const told: LogRecord = {
  ...common,
  time: '2026-11-22T12:00:01.000Z',
  channel: 'browser',
  level: 'error',
  message: 'server error: 500 for a document at /wiki/A',
  requestId: 'r',
};

function complete(records: readonly LogRecord[], browser: readonly LogRecord[], secrets = {}) {
  const logs: ReadLogs = { track: 'next', requests: 0, requestList: [], records, unreadable: 0, dropped: 0 };
  return completeLogs(logs, { attempts: [], browser, secrets }).records.map(({ channel }) => channel);
}

test('what browsers tell stands among the records of the wikis in the order of time', () => {
  expect(complete([error], [{ ...told, message: 'console error: x' }])).toEqual(['browser', 'exception']);
});

test.each<[string, LogRecord, LogRecord, readonly string[]]>([
  ['the wiki tells why', error, told, ['exception']],
  ['the wiki only warned', { ...error, level: 'warning' }, told, ['browser', 'exception']],
  ['another request failed, too', { ...error, requestId: 's' }, told, ['browser', 'exception']],
])('an answer with an error of which %s', (_, record, browser, channels) => {
  expect(complete([record], [browser])).toEqual(channels);
});

test('what servers tell before the first test begins is of the start', () => {
  const at = (time: string, channel: string): LogRecord => ({ ...error, time, channel });
  const records = [
    at('2026-11-22T12:00:00.000Z', 'web'),
    at('2026-11-22T12:00:00.000Z', 'error'),
    at('2026-11-22T12:00:05.000Z', 'web'),
  ];
  const logs: ReadLogs = { track: 'next', requests: 0, requestList: [], records, unreadable: 0, dropped: 0 };
  const attempts = [sampleAttempt('next', 'passed', { startedAt: '2026-11-22T12:00:05.500Z' })];
  const completed = completeLogs(logs, { attempts, browser: [], secrets: {} });
  expect(completed.records.map(({ channel }) => channel)).toEqual(['error', 'web']);
});

test('a secret that a browser shows is masked, too', () => {
  expect(complete([], [{ ...told, message: 'a12345678' }], { key: 'a12345678' })).toEqual([
    'browser',
    'secret',
  ]);
});
