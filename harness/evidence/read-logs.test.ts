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
    const access = { time: warning.time, request_id: warning.reqId, status: 500, test: 'api › edit' };
    await put('edge/access.ndjson', `${JSON.stringify(access)}\n`);
    await put('app/mediawiki.ndjson', `${JSON.stringify(warning)}\n`);
    const logs = await readLogs(folder, 'train');
    expect(logs.requests).toBe(1);
    expect(logs.records[0]?.test).toBe('api › edit');
  });

  test('leaves out the second copy that MediaWiki writes as JSON', async () => {
    await put('mediawiki.ndjson', `${JSON.stringify({ ...warning, channel: 'exception-json' })}\n`);
    expect(await readLogs(folder, 'train')).toEqual({
      track: 'train',
      requests: 0,
      records: [],
      unreadable: 0,
      dropped: 0,
    });
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
      'error extensions/PdfHandler/includes/PdfHandler.php:12',
      'php extensions/PdfHandler/includes/PdfHandler.php:99',
    ]);
  });
});

describe('readLogs bears', () => {
  const line = `${JSON.stringify(warning)}\n`;

  test('a folder without logs', async () => {
    await put('edge.log', 'x\n');
    expect(await readLogs(folder, 'train')).toEqual({
      track: 'train',
      requests: 0,
      records: [],
      unreadable: 0,
      dropped: 0,
    });
  });

  test('a line that is too long, and reads on', async () => {
    await put('mediawiki.ndjson', `${'x'.repeat(3 * 1024 * 1024)}\n${line}`);
    expect(await readLogs(folder, 'train')).toMatchObject({ records: [{ channel: 'error' }], unreadable: 1 });
  });

  test('records of the wrong shape', async () => {
    await put('mediawiki.ndjson', `{"time":"yesterday"}\nnull\n[]\n${line}`);
    expect(await readLogs(folder, 'train')).toMatchObject({ records: [{ channel: 'error' }], unreadable: 3 });
  });

  test('binary garbage in every log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const content = Buffer.concat([Buffer.from(line), bytes, Buffer.from(`\n${line}`)]);
        for (const name of ['mediawiki.ndjson', 'php.log', 'access.ndjson']) await put(name, content);
        const logs = await readLogs(folder, 'train');
        expect(logs.records.filter(({ channel }) => channel === 'error').length).toBeGreaterThanOrEqual(1);
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
