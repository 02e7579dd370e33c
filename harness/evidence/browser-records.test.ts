import { expect, test } from 'vitest';
import type { Attempt } from '../core/result.ts';
import { browserRecords } from './browser-records.ts';

const attempt: Attempt = {
  test: { suite: 'browser', file: 'read.spec.ts', titlePath: ['a page'], project: 'browser' },
  track: 'next',
  purpose: 'first',
  status: 'failed',
  startedAt: '2026-11-22T16:53:51.000Z',
  seconds: 3,
  attachments: [],
};

const common = {
  track: 'next',
  service: 'browser',
  channel: 'browser',
  test: 'browser › read.spec.ts › a page › browser',
  correlation: 'exact',
  attempt: { purpose: 'first', startedAt: attempt.startedAt },
};

function records(...faults: readonly object[]) {
  return browserRecords(JSON.stringify(faults), attempt);
}

test('an exception has its class, its stack and the page where it was thrown', () => {
  const time = '2026-11-22T16:53:52.000Z';
  const page = 'http://127.0.0.1:41001/wiki/Special:Version';
  const text =
    'TypeError: x is not a function\n    at f (http://127.0.0.1:41001/w/load.php?x=1:2:3)\n    at http://127.0.0.1:41001/static/1.43.9/skins/a.js:7:12';
  expect(records({ kind: 'uncaught exception', text, url: '', time, page, requestId: 'r1' })).toEqual([
    {
      ...common,
      time,
      level: 'error',
      message: 'uncaught exception: TypeError: x is not a function',
      requestId: 'r1',
      exception: { class: 'TypeError', message: 'x is not a function' },
      place: 'skins/a.js:7',
      trace: text.slice(text.indexOf('\n') + 1),
      url: page,
    },
  ]);
});

test.each([
  ['server error', 'error', 'http://wiki:1/w/index.php?title=Special:A&x=1', '/w/index.php?title=Special:A'],
  ['broken part', 'error', 'http://wiki:1/static/1.43.9/a.js?x', '/static/1.43.9/a.js'],
  ['failed load', 'warning', 'http://wiki:1/w/index.php?title=Some+page', '/w/index.php'],
  ['failed load', 'warning', 'no address', 'no address'],
])('%s is of level %s and names what was asked for: %s', (kind, level, url, path) => {
  expect(records({ kind, text: '503 for a script', url, page: 'http://wiki:1/' })).toEqual([
    { ...common, time: attempt.startedAt, level, message: `${kind}: 503 for a script at ${path}`, url },
  ]);
});

test('what is thrown may be anything', () => {
  expect(records({ kind: 'uncaught exception', text: 'oh', url: 'u' })).toMatchObject([
    { exception: { class: 'Error', message: 'oh' } },
  ]);
});

test.each(['missing message', 'overflow', 'network changed', 'no such kind'])('%s is no log', (kind) => {
  expect(records({ kind, text: 'x', url: '' })).toEqual([]);
});

test.each(['', '{', '{}', '[1,null,{"kind":"console error"}]'])('nothing is made of %j', (attachment) => {
  expect(browserRecords(attachment, attempt)).toEqual([]);
});
