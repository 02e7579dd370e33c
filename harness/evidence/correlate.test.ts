import { expect, test } from 'vitest';
import type { LoggedRequest, LogRecord } from '../core/log-record.ts';
import type { Attempt } from '../core/result.ts';
import { correlate } from './correlate.ts';
import type { ReadLogs } from './read-logs.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 12, 0, 0) + seconds * 1000).toISOString();

function attempt(title: string, start: number, seconds: number, more: Partial<Attempt> = {}): Attempt {
  return {
    test: { suite: 'api', file: 'a.ts', titlePath: [title], project: 'api' },
    track: 'next',
    purpose: 'first',
    status: 'passed',
    startedAt: at(start),
    seconds,
    attachments: [],
    ...more,
  };
}

function request(requestId: string, answered: number, more: Partial<LoggedRequest> = {}): LoggedRequest {
  const facts = { kind: 'api', method: 'GET', path: '/w/api.php', status: 200, seconds: 0.5 } as const;
  return { requestId, time: at(answered), ...facts, ...more };
}

function record(time: number, more: Partial<LogRecord> = {}): LogRecord {
  return { time: at(time), track: 'next', channel: 'error', level: 'error', message: 'x', ...more };
}

function correlated(
  requestList: readonly LoggedRequest[],
  records: readonly LogRecord[],
  attempts: readonly Attempt[],
) {
  const logs: ReadLogs = {
    track: 'next',
    requests: requestList.length,
    requestList,
    records,
    unreadable: 0,
    dropped: 0,
  };
  return correlate(logs, attempts);
}

const named = { test: 'api › a.ts › one › api', correlation: 'exact' } as const;
const first = { purpose: 'first', startedAt: at(0) };

test('a request that names its test is of that test, whichever runs beside it', () => {
  const logs = correlated(
    [request('r', 1, named)],
    [record(1, { requestId: 'r', ...named })],
    [attempt('one', 0, 5), attempt('two', 0, 5)],
  );
  expect(logs.records).toMatchObject([{ ...named, attempt: first, request: { kind: 'api' } }]);
  expect(logs.requestsByTest).toEqual({ [named.test]: 1 });
});

test('of two attempts it is the one that ran when the request began', () => {
  const attempts = [attempt('one', 0, 5), attempt('one', 10, 5, { purpose: 'confirming' })];
  const logs = correlated(
    [request('r', 10.4, named), request('s', 12, named)],
    [record(10.3, { requestId: 'r' }), record(12, { requestId: 's' }), record(30, { requestId: 's' })],
    attempts,
  );
  const later = { purpose: 'confirming', startedAt: at(10) };
  expect(logs.records.map((one) => one.attempt)).toEqual([first, later, later]);
});

test('a request without a name is of the test that ran alone then, and says so', () => {
  const logs = correlated([request('r', 1)], [record(20, { requestId: 'r' })], [attempt('one', 0, 5)]);
  const guessed = { test: named.test, correlation: 'by time' };
  expect(logs.requestList).toMatchObject([guessed]);
  expect(logs.records).toMatchObject([{ ...guessed, attempt: first }]);
});

test.each<[string, number, readonly Attempt[]]>([
  ['two tests ran', 2, [attempt('one', 0, 5), attempt('two', 1, 5)]],
  ['a long one and others ran', 21, [attempt('one', 0, 30), attempt('two', 20, 1), attempt('three', 8, 1)]],
  ['none ran', 7, [attempt('one', 0, 5), attempt('two', 8, 5)]],
  ['there is none', 7, []],
])('a request without a name is of no test when %s', (_, time, attempts) => {
  const logs = correlated([request('r', time)], [record(time, { requestId: 'r' }), record(time)], attempts);
  expect(logs.requestList).toEqual([request('r', time)]);
  expect(logs.records.map(({ test }) => test)).toEqual([undefined, undefined]);
});

test('a line that knows no request goes by its time', () => {
  const logs = correlated([], [record(1), record(9)], [attempt('one', 0, 5)]);
  expect(logs.records).toEqual([
    { ...record(1), test: named.test, correlation: 'by time', attempt: first },
    record(9),
  ]);
});

test('what a browser tells has its attempt already, and gets its wiki', () => {
  const told = record(1, {
    channel: 'browser',
    requestId: 'r',
    ...named,
    attempt: { purpose: 'first', startedAt: 'x' },
  });
  const logs = correlated([request('r', 1, { wiki: 'testrtlwiki' })], [told], [attempt('one', 0, 5)]);
  expect(logs.records).toMatchObject([{ ...told, wiki: 'testrtlwiki', request: { path: '/w/api.php' } }]);
});
