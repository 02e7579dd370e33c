import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEntry } from './log-entry.ts';
import type { LogFilter } from './log-filter.ts';
import { LogMerge } from './log-merge.ts';
import { isLog } from './log-reader.ts';

function read(logs: Readonly<Record<string, string>>, filter: LogFilter = {}): readonly LogEntry[] {
  const merge = new LogMerge('next', filter);
  for (const [path, content] of Object.entries(logs)) merge.add(path, Buffer.from(content));
  return merge.finish();
}

const access =
  '{"time":"2026-11-22T21:25:26+00:00","epoch":1795382726.947,"request_id":"ffa8cec2","wiki":"testwiki","method":"GET",' +
  '"uri":"/wiki/A","status":503,"bytes":1,"seconds":0.955,"upstream_seconds":"0.955","cache":"","user_agent":"x","test":""}';
const exception =
  '{"time":"2026-11-22T21:25:26.100Z","track":"next","wiki":"testrtlwiki","reqId":"0adc73fc","channel":"exception","level":' +
  '"error","message":"It broke","exception":{"class":"E","message":"It broke","file":"/srv/a.php","line":1,"trace":"#0 {main}"}}';
const mail =
  '{"time":"2026-11-22T21:25:27.000Z","track":"next","wiki":"testwiki","reqId":"0adc73fc","from":"a@b","to":["Tester <t@x>"],' +
  '"subject":"Hello","body":"text"}';

test.each<[string, string, Partial<LogEntry>]>([
  [
    'access.ndjson',
    access,
    {
      time: '2026-11-22T21:25:26.947Z',
      service: 'edge',
      channel: 'access',
      level: 'error',
      wiki: 'testwiki',
      requestId: 'ffa8cec2',
      message: '503 GET /wiki/A (0.955 s)',
    },
  ],
  [
    'mediawiki.ndjson',
    exception,
    { service: 'app', channel: 'exception', level: 'error', wiki: 'testrtlwiki', trace: '#0 {main}' },
  ],
  ['mediawiki.ndjson', exception.replace('{', '{"service":"jobrunner",'), { service: 'jobrunner' }],
  ['mail.ndjson', mail.replace('{', '{"service":"debug",'), { service: 'debug', channel: 'mail' }],
  [
    'mail.ndjson',
    mail,
    { channel: 'mail', level: 'info', message: 'mail: Hello', normalizedMessage: 'mail: Hello' },
  ],
  [
    'jobs.ndjson',
    '{"time":"2026-11-22T22:25:27+01:00","request_id":"r","service":"jobrunner","level":"ERROR","message":"failed"}',
    {
      time: '2026-11-22T21:25:27.000Z',
      service: 'jobrunner',
      channel: 'jobs',
      level: 'error',
      requestId: 'r',
      message: 'failed',
    },
  ],
  ['jobs.ndjson', '{"time":"2026-11-22T21:25:27Z","level":"dire"}', { level: 'info', service: 'jobs' }],
  [
    'php-fpm.log',
    '[22-Nov-2026 21:25:24] WARNING: [pool www] server reached max_children',
    {
      time: '2026-11-22T21:25:24.000Z',
      service: 'app',
      channel: 'php-fpm',
      level: 'warning',
      message: '[pool www] server reached max_children',
    },
  ],
  [
    'debug/php-fpm.log.1',
    '[22-Nov-2026 21:25:24] NOTICE: ready',
    { service: 'debug', channel: 'php-fpm', level: 'notice' },
  ],
  [
    'php.log',
    '[22-Nov-2026 16:00:00 UTC] PHP Warning:  Undefined variable $x in /srv/mediawiki/php-1/includes/F.php on line 7\n#0 a(1): b()',
    { service: 'app', channel: 'php', level: 'error', time: '2026-11-22T16:00:00.000Z' },
  ],
  [
    'apache.log',
    '[Sun Nov 22 21:25:25.002541 2026] [proxy_fcgi:error] [pid 7:tid 9] [id 5f3c0a] AH01071: Got error',
    {
      time: '2026-11-22T21:25:25.002Z',
      service: 'web',
      channel: 'web',
      requestId: '5f3c0a',
      level: 'error',
      message: 'AH01071: Got error',
    },
  ],
  [
    'edge.log',
    '2026/11/22 21:25:25 [crit] 7#7: *1 connect() failed, client: 172.18.0.1, server: , request: "GET /wiki/A HTTP/1.1", upstream: "http://x", host: "127.0.0.1:41001"',
    {
      time: '2026-11-22T21:25:25.000Z',
      service: 'edge',
      channel: 'web',
      level: 'critical',
      message: 'connect() failed',
      url: '127.0.0.1:41001/wiki/A',
    },
  ],
  [
    'php-fpm.log',
    '[22-Nov-2026 21:25:24] WARNING: [pool www] child 31 exited on signal 11 (SIGSEGV) after 12.3 seconds from start',
    { channel: 'php-fpm', level: 'critical' },
  ],
  [
    'php-fpm.log',
    '[22-Nov-2026 21:25:24] WARNING: [pool www] child 31 exited on signal 15 (SIGTERM) after 12.3 seconds from start',
    { channel: 'php-fpm', level: 'warning' },
  ],
  [
    'php-fpm.log',
    `[22-Nov-2026 21:25:24] WARNING: [pool www] child 31, script '/srv/w/index.php' (request: "GET /w/index.php") execution timed out (211.1 sec), terminating`,
    { channel: 'php-fpm', level: 'error' },
  ],
  [
    'edge.log',
    '2026/11/22 21:25:25 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: x',
    { channel: 'web', level: 'notice' },
  ],
  [
    'apache.log',
    '[Sun Nov 22 21:25:25.002541 2026] [proxy:error] [pid 7:tid 9] (111)Connection refused: AH00957: FCGI: attempt to connect to 192.0.2.5:9000 (app:9000) failed',
    { channel: 'web', level: 'notice' },
  ],
  [
    'lost.ndjson',
    '{"time":"2026-11-22T21:25:26.000Z","lost":12,"service":"debug"}',
    {
      service: 'debug',
      channel: 'lost',
      level: 'error',
      message: '12 lines of the log could not be written',
    },
  ],
  [
    'access.ndjson',
    access.replace('"test":""', '"test":"http%20%E2%80%BA%20a"'),
    {
      test: 'http › a',
      request: { kind: 'page view', method: 'GET', path: '/wiki/A', status: 503, seconds: 0.955 },
    },
  ],
  [
    'database.log',
    '2026-11-22  9:25:25 12 [Note] ready for connections',
    { time: '2026-11-22T09:25:25.000Z', service: 'database', level: 'notice' },
  ],
])('a line of %s becomes an entry: %s', (path, line, entry) => {
  expect(read({ [path]: `${line}\n` })).toMatchObject([{ track: 'next', ...entry }]);
});

describe('what is no record', () => {
  test.each([
    ['mediawiki.ndjson', '{"time":"2026-11-22T21'],
    ['access.ndjson', '[]'],
    ['mail.ndjson', '\u0000\u001b[31m'],
    ['edge.log', 'no time here'],
    ['php.log', 'no time here'],
    ['apache.log', '[Sun Foo 99 99:99:99 2026] [core:notice] x'],
  ])('is shown as it is: %s %j', (path, line) => {
    expect(read({ [path]: `${line}\n` })).toMatchObject([{ time: '', message: line }]);
  });

  test('has the time of the line before it', () => {
    const entries = read({ 'mediawiki.ndjson': `${exception}\n{"cut\n` });
    expect(entries).toMatchObject([
      {},
      { time: '2026-11-22T21:25:26.100Z', level: 'warning', message: '{"cut' },
    ]);
  });

  test('is said when it is too long to show', () => {
    const [entry] = read({ 'mediawiki.ndjson': `${'x'.repeat(1_100_000)}\n` });
    expect(entry?.message).toBe('(a line that is too long to show)');
  });

  test('is cut off where it is text', () => {
    const [entry] = read({ 'edge.log': `2026/11/22 21:25:25 [error] ${'x'.repeat(1_100_000)}\n` });
    expect(entry?.message).toMatch(/^x{60000,66000}… \(\d+ more bytes\)$/);
  });
});

test('lines without a time belong to the line before', () => {
  const log = '2026/11/22 21:25:25 [error] one\n  more\n  still\n2026/11/22 21:25:26 [error] two';
  expect(read({ 'edge.log': log })).toMatchObject([
    { message: 'one', trace: '  more\n  still' },
    { message: 'two' },
  ]);
});

test('entries of all logs are in the order of time', () => {
  const entries = read({
    'mail.ndjson': mail,
    'access.ndjson': access,
    'mediawiki.ndjson': exception,
    'edge.log': '2026/11/22 21:25:25 [error] first',
  });
  expect(entries.map(({ channel }) => channel)).toEqual(['web', 'exception', 'access', 'mail']);
});

test('what was drained does not come again', () => {
  const merge = new LogMerge('next', {});
  merge.add('access.ndjson', Buffer.from(`${access}\n${access.slice(0, 40)}`));
  expect(merge.drain()).toHaveLength(1);
  merge.add('access.ndjson', Buffer.from(`${access.slice(40)}\n`));
  expect(merge.drain()).toMatchObject([{ message: '503 GET /wiki/A (0.955 s)' }]);
  expect(merge.finish()).toEqual([]);
});

describe('the entries of a test', () => {
  const named = access
    .replace('ffa8cec2', '0adc73fc')
    .replace('"test":""', '"test":"http%20%E2%80%BA%20Reads"');

  test('are those of its requests, jobs and mails, whatever the case of its name', () => {
    const logs = {
      'mail.ndjson': mail,
      'mediawiki.ndjson': exception,
      'access.ndjson': `${access}\n${named}`,
    };
    expect(read(logs, { test: 'reads' })).toMatchObject([
      { channel: 'exception', test: 'http › Reads' },
      { channel: 'access', test: 'http › Reads' },
      { channel: 'mail', test: 'http › Reads', correlation: 'exact' },
    ]);
    expect(read(logs, { test: 'Writes' })).toEqual([]);
    expect(read(logs, { test: 'reads', level: 'error' }).map(({ channel }) => channel)).toEqual([
      'exception',
      'access',
    ]);
  });

  test('wait until the edge names the test of their request', () => {
    const merge = new LogMerge('next', { test: 'reads' });
    merge.add('mediawiki.ndjson', Buffer.from(`${exception}\n`));
    expect(merge.drain()).toEqual([]);
    merge.add('access.ndjson', Buffer.from(`${named}\n`));
    expect(merge.drain()).toMatchObject([{ channel: 'exception' }, { channel: 'access' }]);
    expect(merge.drain()).toEqual([]);
  });
});

test('of what only repeats another entry is left out when asked', () => {
  const job =
    '{"time":"2026-11-22T21:25:26.200Z","wiki":"testrtlwiki","reqId":"0adc73fc","channel":"runJobs","level":"error",' +
    '"message":"x","context":{"job_type":"x","job_error":"E: It broke in /srv/a.php on line 1"}}';
  const merge = new LogMerge('next', {});
  merge.add('mediawiki.ndjson', Buffer.from(`${exception}\n${job}\n`));
  expect(merge.drain('without echoes')).toMatchObject([{ channel: 'exception' }]);
});

test('bytes may come in any pieces', () => {
  const line = fc.constantFrom(exception, '{"half', '', 'grün \u{1f600}');
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(60)), (lines, sizes) => {
      const bytes = Buffer.from(lines.join('\n'));
      const merge = new LogMerge('next', {});
      let at = 0;
      for (const size of [...sizes, bytes.length]) {
        merge.add('mediawiki.ndjson', bytes.subarray(at, at + size));
        at += size;
      }
      expect(merge.finish()).toEqual(read({ 'mediawiki.ndjson': bytes.toString() }));
    }),
  );
});

test.each<[LogFilter, readonly string[]]>([
  [{}, ['exception', 'access', 'mail']],
  [{ service: 'app' }, ['exception', 'mail']],
  [{ wiki: 'testwiki' }, ['access', 'mail']],
  [{ level: 'warning' }, ['exception', 'access']],
  [{ level: 'critical' }, []],
  [{ request: '0adc' }, ['exception', 'mail']],
  [{ request: '0adc73fc-not' }, []],
  [{ since: new Date('2026-11-22T21:25:26.947Z') }, ['access', 'mail']],
  [{ service: 'app', level: 'error' }, ['exception']],
])('%j leaves %j', (filter, channels) => {
  const logs = { 'mail.ndjson': mail, 'access.ndjson': access, 'mediawiki.ndjson': exception };
  expect(read(logs, filter).map(({ channel }) => channel)).toEqual(channels);
});

test.each([
  ['mediawiki.ndjson', true],
  ['debug/php.log.12', true],
  ['results.json', false],
  ['mediawiki.ndjson.gz', false],
])('%s is a log: %s', (path, is) => expect(isLog(path)).toBe(is));
