import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { logSignature } from '../core/signature.ts';
import { readLogs } from './read-logs.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-logs-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), content);
}

const tree = '/srv/mediawiki/php-1.43.9';

const warning = {
  time: '2026-11-22T17:22:00.321Z',
  track: 'train',
  service: 'jobrunner',
  wiki: 'testwiki',
  reqId: 'ece636a9b0e861a6e798d3e20b36b3ad',
  channel: 'error',
  level: 'error',
  message: '[ece636] /wiki/Main_Page   PHP Warning: Undefined array key "width"',
  normalized_message: '[{reqId}] {exception_url}   PHP Warning: Undefined array key "width"',
  mwversion: '1.43.9',
  url: 'localhost:41001/wiki/Main_Page',
  method: 'GET',
  context: {},
  exception: {
    class: 'ErrorException',
    message: 'PHP Warning: Undefined array key "width"',
    file: `${tree}/extensions/PdfHandler/includes/PdfHandler.php`,
    line: 12,
    trace: `#0 ${tree}/includes/page/Article.php(34): Foo->bar()\n#1 {main}`,
  },
};

describe('mediawiki.ndjson', () => {
  test('becomes records with the place to blame', async () => {
    await put('mediawiki.ndjson', `${JSON.stringify(warning)}\n`);
    expect((await readLogs(folder, 'next')).records).toEqual([
      {
        time: warning.time,
        track: 'next',
        service: 'jobrunner',
        wiki: 'testwiki',
        requestId: warning.reqId,
        channel: 'error',
        level: 'error',
        message: warning.message,
        normalizedMessage: warning.normalized_message,
        version: '1.43.9',
        url: warning.url,
        exception: { class: 'ErrorException', message: warning.exception.message },
        place: 'extensions/PdfHandler/includes/PdfHandler.php:12',
        trace: warning.exception.trace,
      },
    ]);
  });

  test.each([
    [`${tree}/vendor/wikimedia/x/src/X.php`, 'includes/page/Article.php:34'],
    [`${tree}/includes/libs/rdbms/database/Database.php`, 'includes/page/Article.php:34'],
    [`${tree}/includes/debug/MWDebug.php`, 'includes/page/Article.php:34'],
    [`${tree}/includes/GlobalFunctions.php`, 'includes/page/Article.php:34'],
    [`${tree}/includes/title/Title.php`, 'includes/title/Title.php:12'],
  ])('blames the first frame that is no library or logging helper: %s', async (file, place) => {
    const record = { ...warning, exception: { ...warning.exception, file } };
    await put('mediawiki.ndjson', `${JSON.stringify(record)}\n`);
    expect((await readLogs(folder, 'train')).records[0]?.place).toBe(place);
  });

  test('names the test whose request it was', async () => {
    const uri = '/w/index.php?title=A&action=edit';
    const test = encodeURIComponent('api › edit');
    const access = {
      epoch: 1795382726.947,
      request_id: warning.reqId,
      method: 'GET',
      uri,
      status: 500,
      seconds: 0.5,
      test,
    };
    await put('edge/access.ndjson', `${JSON.stringify(access)}\n`);
    await put('app/mediawiki.ndjson', `${JSON.stringify(warning)}\n`);
    const logs = await readLogs(folder, 'train');
    const request = { kind: 'edit', method: 'GET', path: uri, status: 500, seconds: 0.5 };
    expect(logs).toMatchObject({
      requests: 1,
      requestKinds: { edit: 1, load: 0 },
      requestsByTest: { 'api › edit': 1 },
    });
    expect(logs.records).toMatchObject([{ test: 'api › edit', correlation: 'exact', request }]);
    expect(logs.requestList).toEqual([
      {
        time: '2026-11-22T21:25:26.947Z',
        requestId: warning.reqId,
        test: 'api › edit',
        correlation: 'exact',
        ...request,
      },
    ]);
  });

  test('names the test that PHP knows of when the request is still under way', async () => {
    await put('mediawiki.ndjson', `${JSON.stringify({ ...warning, test: 'api%20%E2%80%BA%20edit' })}\n`);
    expect((await readLogs(folder, 'train')).records).toMatchObject([
      { test: 'api › edit', correlation: 'exact' },
    ]);
  });

  test('leaves out what gm1 itself notes in it', async () => {
    const mark = {
      time: warning.time,
      channel: 'gm1',
      level: 'NOTICE',
      message: 'The environment was reset.',
    };
    await put('mediawiki.ndjson', `${JSON.stringify(mark)}\n`);
    expect(await readLogs(folder, 'train')).toMatchObject({ records: [], unreadable: 0 });
  });

  test('leaves out the second copy that MediaWiki writes as JSON', async () => {
    await put('mediawiki.ndjson', `${JSON.stringify({ ...warning, channel: 'exception-json' })}\n`);
    expect(await readLogs(folder, 'train')).toMatchObject({ records: [], unreadable: 0 });
  });
});

async function phpRecords(log: string) {
  await put('php.log', log);
  return (await readLogs(folder, 'train')).records;
}

const stamp = '[22-Nov-2026 16:00:00 UTC]';

describe('php.log', () => {
  test('gives warnings with time, level and place', async () => {
    expect(
      await phpRecords(
        `${stamp} PHP Warning:  Undefined variable $x in ${tree}/includes/Foo.php on line 7\n`,
      ),
    ).toEqual([
      {
        time: '2026-11-22T16:00:00.000Z',
        track: 'train',
        channel: 'php',
        level: 'error',
        message: 'PHP Warning: Undefined variable $x',
        place: 'includes/Foo.php:7',
      },
    ]);
  });

  test('keeps the trace of an uncaught error with it', async () => {
    const log = `${stamp} PHP Fatal error:  Uncaught TypeError: Bad thing in ${tree}/vendor/a/b.php:5
Stack trace:
#0 ${tree}/includes/Foo.php(9): bar()
#1 {main}
  thrown in ${tree}/vendor/a/b.php on line 5
${stamp} PHP Deprecated:  Creation of dynamic property A::$b is deprecated in ${tree}/includes/A.php on line 1
`;
    const records = await phpRecords(log);
    expect(records).toMatchObject([
      {
        level: 'critical',
        message: 'PHP Fatal error: Uncaught TypeError: Bad thing',
        exception: { class: 'TypeError', message: 'Bad thing' },
        place: 'includes/Foo.php:9',
        trace: expect.stringContaining('#0'),
      },
      { level: 'warning', place: 'includes/A.php:1' },
    ]);
  });

  test('blames the caller of a deprecated function', async () => {
    const log = `${stamp} PHP Deprecated:  Use of wfFoo was deprecated in MediaWiki 1.43. [Called from Bar::baz in ${tree}/extensions/E/Bar.php at line 3] in ${tree}/includes/debug/MWDebug.php on line 386\n`;
    expect(await phpRecords(log)).toMatchObject([
      {
        message: 'PHP Deprecated: Use of wfFoo was deprecated in MediaWiki 1.43.',
        place: 'extensions/E/Bar.php:3',
      },
    ]);
  });

  test('keeps what a program logged itself', async () => {
    expect(await phpRecords(`${stamp} gm1: a log line was lost\n`)).toMatchObject([
      { level: 'warning', message: 'gm1: a log line was lost' },
    ]);
  });

  test('does not repeat what MediaWiki logged already', async () => {
    await put('mediawiki.ndjson', `${JSON.stringify(warning)}\n`);
    const file = warning.exception.file;
    const echo = `${stamp} PHP Warning:  Undefined array key "width" in ${file} on line 12\n`;
    const other = `${stamp} PHP Warning:  Undefined array key "width" in ${file} on line 99\n`;
    await put('php.log', echo + echo + other);
    const { records } = await readLogs(folder, 'train');
    expect(records.map(({ channel, place }) => `${channel} ${place}`)).toEqual([
      'php extensions/PdfHandler/includes/PdfHandler.php:99',
      'error extensions/PdfHandler/includes/PdfHandler.php:12',
    ]);
  });
});

const logNames = [
  'mediawiki.ndjson',
  'php.log',
  'access.ndjson',
  'mail.ndjson',
  'lost.ndjson',
  'apache.log',
  'edge.log',
  'php-fpm.log',
];

describe('one fault is one record', () => {
  const thrown = (name: string, message: string) => ({
    ...warning,
    channel: 'exception',
    message: `[ece636] /wiki/A   ${name}: ${message}`,
    exception: { ...warning.exception, class: name, message },
  });
  const placeOfQuery = {
    class: 'RuntimeException',
    message: '',
    file: `${tree}/Database.php`,
    line: 9,
    trace: '#0 {main}',
  };
  const query = {
    ...warning,
    channel: 'rdbms',
    message: "Error 1054 from Foo::bar, Unknown column 'x' in 'SELECT' SELECT x FROM page database",
    exception: placeOfQuery,
  };
  const queryError = thrown(
    'Wikimedia\\Rdbms\\DBQueryError',
    "Error 1054: Unknown column 'x' in 'SELECT'\nFunction: Foo::bar\nQuery: SELECT x FROM page",
  );
  const job = (error: string) => ({
    ...warning,
    channel: 'runJobs',
    message: `refreshLinks Some_page rootJob=x t=12 error=${error}`,
    context: { job_type: 'refreshLinks', job_duration: 12, job_error: error },
    exception: undefined,
  });
  const abandoned = { ...warning, channel: 'job', message: 'job x was abandoned', exception: undefined };
  const fatal = thrown('ErrorException', 'PHP Fatal Error: Allowed memory size of 9 bytes exhausted');

  test.each<[string, readonly object[], readonly string[]]>([
    ['a failed query that throws', [query, queryError], ['exception']],
    [
      'a failed query of another function',
      [{ ...query, message: 'Error 1054 from A::b, x' }, queryError],
      ['rdbms', 'exception'],
    ],
    ['a failed query of another request', [{ ...query, reqId: 'other' }, queryError], ['rdbms', 'exception']],
    ['a failed query that nobody throws for', [query, { ...query, reqId: 'other' }], ['rdbms', 'rdbms']],
    [
      'a failed query before 1.40',
      [query, thrown('DBQueryError', 'Oh!\nQuery: x\nFunction: Foo::bar\nError: 1054 Unknown (db)')],
      ['exception'],
    ],
    [
      'an exception in a job',
      [thrown('LogicException', 'planted'), job(`LogicException: planted in ${tree}/a.php on line 3`)],
      ['exception'],
    ],
    [
      'an exception in a job before 1.40',
      [thrown('LogicException', 'planted'), job('LogicException: planted')],
      ['exception'],
    ],
    ['a job that says itself that it failed', [job('no such page')], ['job']],
    [
      'an exception that somebody else logs, too',
      [thrown('A', 'b'), { ...thrown('A', 'b'), channel: 'DeferredUpdates' }],
      ['exception'],
    ],
    [
      'an exception that somebody else caught',
      [{ ...thrown('A', 'b'), channel: 'DeferredUpdates' }],
      ['DeferredUpdates'],
    ],
    ['a job that ran out of memory', [fatal, abandoned], ['exception']],
    ['a job that was killed', [abandoned], ['job']],
    ['a warning twice', [warning, warning], ['error', 'error']],
  ])('%s', async (_, lines, channels) => {
    await put('mediawiki.ndjson', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect((await readLogs(folder, 'train')).records.map(({ channel }) => channel)).toEqual(channels);
  });

  test('a request that PHP dropped', async () => {
    const at = '[Sun Nov 22 21:25:25.002541 2026]';
    await put(
      'apache.log',
      `${at} [proxy_fcgi:error] [pid 7:tid 9] [id r1] AH01067: Failed to read FastCGI header\n` +
        `${at} [proxy_fcgi:error] [pid 7:tid 9] [id r1] (104)Connection reset by peer: AH01075: Error dispatching request to :1: \n`,
    );
    expect((await readLogs(folder, 'train')).records).toMatchObject([
      { channel: 'web', message: expect.stringContaining('AH01075'), requestId: 'r1' },
    ]);
  });

  test('a failed job is named by its kind alone', async () => {
    await put('mediawiki.ndjson', `${JSON.stringify(job('no such page'))}\n`);
    const [record] = (await readLogs(folder, 'train')).records;
    expect(record).toMatchObject({ message: 'job refreshLinks failed: no such page' });
    expect(record).not.toHaveProperty('normalizedMessage');
  });
});

describe('mail.ndjson', () => {
  const mail = {
    time: '2026-11-22T17:22:00.321Z',
    track: 'next',
    service: 'jobrunner',
    wiki: 'testwiki',
    reqId: 'ece636',
    from: '"Test Wiki" <wiki@wiki.invalid>',
    to: ['"Some reader" <r@wiki.invalid>'],
    subject: 'Test Wiki page Project:Odd & ends has been changed by Some writer',
    body: 'See http://127.0.0.1:1/w/index.php?title=Project:Odd_%26_ends&diff=3 by http://127.0.0.1:1/wiki/User:Some_writer',
    trace: [
      `#0 ${tree}/includes/HookContainer/HookContainer.php(155): {closure}()`,
      `#1 ${tree}/includes/mail/UserMailer.php(310): x()`,
      `#2 ${tree}/includes/mail/EmailNotification.php(610): y()`,
      '#3 {main}',
    ].join('\n'),
  };

  test('becomes a record that tells who wanted which kind of mail sent', async () => {
    await put('mail.ndjson', `${JSON.stringify(mail)}\n`);
    expect((await readLogs(folder, 'next')).records).toEqual([
      {
        time: mail.time,
        track: 'next',
        service: 'jobrunner',
        wiki: 'testwiki',
        requestId: 'ece636',
        channel: 'mail',
        level: 'info',
        message: `mail: ${mail.subject}`,
        normalizedMessage: 'mail: {…} page {…} has been changed by {…}',
        place: 'includes/mail/EmailNotification.php:610',
        trace: mail.trace,
      },
    ]);
  });
});

describe('readLogs bears', () => {
  const line = `${JSON.stringify(warning)}\n`;

  test('a folder without logs', async () => {
    await put('notes.txt', 'x\n');
    expect(await readLogs(folder, 'train')).toEqual({
      track: 'train',
      requests: 0,
      requestKinds: { 'page view': 0, edit: 0, api: 0, rest: 0, load: 0, other: 0 },
      requestsByTest: {},
      requestList: [],
      records: [],
      unreadable: 0,
      dropped: 0,
    });
  });

  test('a line that is too long, and reads on', async () => {
    await put('mediawiki.ndjson', `${'x'.repeat(3 * 1024 * 1024)}\n${line}`);
    expect(await readLogs(folder, 'train')).toMatchObject({ records: [{ channel: 'error' }], unreadable: 1 });
  });

  test('a text of 10 MB, and tells how much of it was left', async () => {
    await put(
      'php.log',
      `${stamp} PHP Warning:  ${'x'.repeat(10_000_000)} in ${tree}/a.php on line 7\n${stamp} b\n`,
    );
    const { records, unreadable } = await readLogs(folder, 'train');
    expect({ unreadable, messages: records.map(({ message }) => message.length) }).toEqual({
      unreadable: 0,
      messages: [expect.toSatisfy((length: number) => length > 60_000 && length < 70_000), 1],
    });
    expect(records[0]?.message).toMatch(/… \(99\d{5} more bytes\)$/);
  });

  test('more lines of a trace than anybody reads, and tells how many', async () => {
    const frames = Array.from({ length: 1000 }, (_, at) => `#${at} a.php(1): b()`).join('\n');
    await put('php-fpm.log', `[22-Nov-2026 21:25:24] WARNING: it broke\n${frames}\n`);
    const [record] = (await readLogs(folder, 'train')).records;
    expect(record?.trace?.split('\n').at(-1)).toBe('… (801 more lines)');
  });

  test('a burst of 50,000 lines without losing one', async () => {
    const lines = Array.from({ length: 50_000 }, (_, at) =>
      JSON.stringify({ ...warning, reqId: `r${at}`, time: '2026-11-22T17:22:00.321Z' }),
    );
    await put('mediawiki.ndjson', `${lines.join('\n')}\n`);
    const { records, unreadable, dropped } = await readLogs(folder, 'train');
    expect({ unreadable, dropped }).toEqual({ unreadable: 0, dropped: 0 });
    expect(new Set(records.map(({ requestId }) => requestId)).size).toBe(50_000);
  }, 120_000);

  test('lines that were lost before, which it counts', async () => {
    const lost = (service: string, count: number) =>
      `{"time":"2026-11-22T17:22:00.321Z","service":"${service}","lost":${count}}\n`;
    await put('lost.ndjson', `${lost('app', 12)}${lost('jobrunner', 1)}{"lost":`);
    await put('php.log', `${stamp} gm1: a log line of exception was lost: no memory; it was: x\n`);
    expect(await readLogs(folder, 'train')).toMatchObject({ dropped: 14, unreadable: 1 });
  });

  test('records of the wrong shape', async () => {
    await put('mediawiki.ndjson', `{"time":"yesterday"}\nnull\n[]\n${line}`);
    expect(await readLogs(folder, 'train')).toMatchObject({ records: [{ channel: 'error' }], unreadable: 3 });
  });

  test('binary garbage in every log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const content = Buffer.concat([Buffer.from(line), bytes, Buffer.from(`\n${line}`)]);
        for (const name of logNames) await put(name, content);
        const logs = await readLogs(folder, 'train');
        expect(logs.records.filter(({ channel }) => channel === 'error').length).toBeGreaterThanOrEqual(1);
        // The lines in the wrong logs: two each where a line stands for itself, one entry where it does not.
        expect(logs.unreadable).toBeGreaterThanOrEqual(4 * 2 + 3);
      }),
      { numRuns: 50 },
    );
  });

  test('a log that was cut off anywhere', async () => {
    for (let length = 0; length <= line.length; length += 1) {
      await put('mediawiki.ndjson', line + line.slice(0, length));
      const { records, unreadable } = await readLogs(folder, 'train');
      const isWhole = length >= line.length - 1;
      expect({ length, records: records.length, unreadable }).toEqual({
        length,
        records: isWhole ? 2 : 1,
        unreadable: isWhole || length === 0 ? 0 : 1,
      });
    }
  });
});

test('one fault has one signature on both tracks', async () => {
  const other = JSON.stringify(warning)
    .replaceAll('1.43.9', '1.43.11')
    .replaceAll('"line":12', '"line":15')
    .replaceAll('ece636', 'abc123')
    .replaceAll('Main_Page', 'Other_Page');
  await put('mediawiki.ndjson', `${JSON.stringify(warning)}\n${other}\n`);
  const [one, two] = (await readLogs(folder, 'train')).records.map(logSignature);
  expect(one).toBe(two);
});
