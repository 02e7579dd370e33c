import { expect, test } from 'vitest';
import type { LogRecord } from '../core/log-record.ts';
import { maskRecords, maskRequests, SecretMask } from './mask-secrets.ts';

const password = 'vT9_x"Q2/ä-7kLw0';
const secrets = new SecretMask({
  'database password': password,
  'key of the wikis': 'ab12cd34ef56',
  pin: '1234',
});

const record: LogRecord = {
  time: '2026-11-22T12:00:00.000Z',
  track: 'next',
  channel: 'rdbms',
  level: 'warning',
  message: `Cannot log in with ${password}.`,
  normalizedMessage: 'Cannot log in with {password}.',
  requestId: 'r',
  test: 'api › a › api',
  place: 'includes/A.php:7',
};

test('a secret in a record is masked, and is a record of its own at the same place', () => {
  expect(maskRecords([record], secrets)).toEqual([
    { ...record, message: 'Cannot log in with ***.' },
    {
      ...record,
      channel: 'secret',
      level: 'error',
      message: 'the database password stood in a line of channel rdbms: Cannot log in with ***.',
      normalizedMessage:
        'the database password stood in a line of channel rdbms: Cannot log in with {password}.',
    },
  ]);
});

test.each<[string, Partial<LogRecord>]>([
  ['message', { message: password }],
  ['template', { normalizedMessage: password }],
  ['trace', { trace: `#0 a('${password}')` }],
  ['exception', { exception: { class: 'E', message: password } }],
  ['address', { url: `/w/index.php?p=${encodeURIComponent(password)}` }],
  [
    'address of the request',
    {
      request: {
        kind: 'api',
        method: 'GET',
        path: `/?p=${encodeURIComponent(password)}`,
        status: 200,
        seconds: 1,
      },
    },
  ],
  ['JSON in a message', { message: JSON.stringify({ password }) }],
  ['header of a log-in', { message: `Basic ${Buffer.from(password).toString('base64')}` }],
])('nothing of a secret is left in the %s', (_, change) => {
  const masked = maskRecords([{ ...record, message: 'x', ...change }], secrets);
  expect(masked.map(({ channel }) => channel)).toEqual(['rdbms', 'secret']);
  expect(JSON.stringify(masked)).not.toMatch(/vT9|kLw0|dlQ5/);
  expect(JSON.stringify(masked)).toContain('***');
});

test('two secrets in one line are two leaks', () => {
  const masked = maskRecords([{ ...record, trace: 'ab12cd34ef56 ab12cd34ef56' }], secrets);
  expect(masked.map(({ channel }) => channel)).toEqual(['rdbms', 'secret', 'secret']);
});

test('what is too short to be known stays', () => {
  const short = { ...record, message: 'pin 1234' };
  expect(maskRecords([short], secrets)).toEqual([short]);
});

test('an environment without secrets hides nothing', () => {
  expect(maskRecords([record], new SecretMask({}))).toEqual([record]);
});

test('a secret in the address of a request is masked', () => {
  const request = {
    time: '',
    requestId: 'r',
    kind: 'other',
    method: 'GET',
    path: '/?a=ab12cd34ef56&b',
    status: 200,
    seconds: 0,
  } as const;
  expect(maskRequests([request], secrets)).toEqual([{ ...request, path: '/?a=***&b' }]);
});
