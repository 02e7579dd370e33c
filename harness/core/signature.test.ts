import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogRecord } from './log-record.ts';
import { failureSignature, logSignature } from './signature.ts';

/** Where PHP in a container puts temporary files. */
const containerTemp = '/tmp';

const base: LogRecord = {
  time: '2026-11-22T17:00:00.000Z',
  track: 'train',
  channel: 'error',
  level: 'error',
  message: 'x',
};

function ofMessage(message: string): string {
  return logSignature({ ...base, message }).replace('error · error · ', '');
}

describe('logSignature reduces a message', () => {
  test.each([
    [
      'the request id and URL of an exception',
      '[ece636a9b0e861a6e798d3e2] /wiki/Page_1   PHP Warning: Undefined array key "width"',
      'PHP Warning: Undefined array key "width"',
    ],
    [
      'a command line without a request',
      '[f00ba4] [no req]   RuntimeException: Job queue is locked',
      'RuntimeException: Job queue is locked',
    ],
    [
      'paths of the installation, the version and the line',
      'Argument #1 must be of type string, null given, called in /srv/mediawiki/php-1.43.9/includes/Title.php on line 812',
      'Argument ## must be of type string, null given, called in includes/Title.php',
    ],
    [
      'a page title in quotation marks',
      'Could not load revision 4711 of "Talk:Page 3fa09b12cd"',
      'Could not load revision … of "…"',
    ],
    ['a title with letters beyond ASCII', 'Bad title "עמוד_ראשי" given', 'Bad title "…" given'],
    [
      'a link',
      'No such file [[File:Image 0123456789.png]] in repository',
      'No such file [[…]] in repository',
    ],
    ['versions', 'Extension 1.43.0-wmf.12 needs MediaWiki >= 1.43', 'Extension # needs MediaWiki >= #'],
    [
      'hosts and ports',
      'Error connecting to 172.18.0.4:11211 and db1.example.org:3306 as user wiki',
      'Error connecting to … and <url> as user wiki',
    ],
    [
      'a URL without a scheme',
      'Fetching localhost:41001/w/api.php?x=1 took 0.312 s',
      'Fetching <url> took #',
    ],
    [
      'a cache key',
      'Duplicate get(): "global:Wikimedia\\Rdbms\\ChronologyProtector:b9ecf620c32bf3b86b08e9ef3553b1e2:v4"',
      'Duplicate get(): "…"',
    ],
    [
      'the query of a failed query',
      'DBQueryError: Error 1213: Deadlock found\nFunction: WikiPage::lock\nQuery: SELECT x FROM `page` WHERE id IN (1,2,3)\n',
      'DBQueryError: Error <1213>: Deadlock found Function: WikiPage::lock Query: …',
    ],
    ['lists of numbers', 'Skipped ids 1, 22, 333', 'Skipped ids #'],
    ['a title that is not quoted', 'Links of Foo bar baz are gone', 'Links of … are gone'],
    ['a title with signs', 'Page C++ & "quotes" has 12 links too many', 'Page … has # links too many'],
    ['a title with a part in brackets', 'Cache of Ünïcode (city) is locked', 'Cache of … is locked'],
    ['a user, whatever the name', 'Autoblock 7 of Bob the Builder is stale', 'Autoblock # of … is stale'],
    ['an address instead of a user', 'Autoblock 7 of 203.0.113.7 is stale', 'Autoblock # of … is stale'],
    ['an address of IPv6', 'User 2001:db8::1 (12) has no actor', 'User … has no actor'],
    ['a title with an apostrophe', "No source of L'Été: 12 at 3", 'No source of … at #'],
    ['a title at the end', 'No icon for Main_Page', 'No icon for …'],
    [
      'temporary files',
      `mkdir(${containerTemp}/mw-cache-1.43.9/abc): denied`,
      'mkdir(<temporary file>): denied',
    ],
  ])('%s', (_, message, expected) => {
    expect(ofMessage(message)).toBe(expected);
  });

  test.each([
    ['the key of an array', 'Undefined array key "width"', 'Undefined array key "height"'],
    ['a class', 'Class "MediaWiki\\Foo" not found', 'Class "MediaWiki\\Bar" not found'],
    [
      'a function',
      'Use of wfFoo was deprecated in MediaWiki 1.43.',
      'Use of wfBar was deprecated in MediaWiki 1.43.',
    ],
    [
      'a table in a query',
      "Table 'testwiki.echo_event' doesn't exist",
      "Table 'testwiki.page' doesn't exist",
    ],
    [
      'a method whose use is deprecated',
      'Use of Title::foo was deprecated in MediaWiki 1.43.',
      'Use of Title::bar was deprecated in MediaWiki 1.43.',
    ],
    [
      'a property',
      'Creation of dynamic property Foo::$a is deprecated',
      'Creation of dynamic property Foo::$b is deprecated',
    ],
    ['a word of the sentence', 'Limit of rows is reached', 'Limit of bytes is reached'],
    ['the class of an instance', 'It is no instance of Title', 'It is no instance of User'],
    ['a function with a number in its name', 'Call to base64_decode failed', 'Call to base64_encode failed'],
  ])('but keeps %s', (_, one, other) => {
    expect(ofMessage(one)).not.toBe(ofMessage(other));
  });
});

describe('logSignature', () => {
  const exception: LogRecord = {
    ...base,
    channel: 'exception',
    message: '[abc] /w/index.php   TypeError: Bad 7',
    normalizedMessage: '[{reqId}] {exception_url}   TypeError: Bad 7',
    exception: { class: 'TypeError', message: 'Bad 7' },
    place: 'extensions/Echo/includes/Foo.php:12',
  };

  test('names channel, level class, exception class, message and place', () => {
    expect(logSignature(exception)).toBe(
      'exception · error · TypeError · TypeError: Bad # · extensions/Echo/…/Foo.php',
    );
  });

  test('prefers the template, so that what was put in does not matter', () => {
    const slow = (key: string) =>
      logSignature({
        ...base,
        message: `Slow lookup of ${key} noted`,
        normalizedMessage: 'Slow lookup of {key} noted',
      });
    expect(slow('alpha')).toBe(slow('beta'));
  });

  test('takes the message when the template is little but placeholders', () => {
    const job = (error: string) =>
      logSignature({ ...base, message: `refreshLinks ${error}`, normalizedMessage: '{type} {error}' });
    expect(job('lock lost')).not.toBe(job('page gone'));
  });

  test.each([
    { place: 'includes/Other.php:12' },
    { channel: 'fatal' },
    { level: 'warning' as const },
    { exception: { class: 'ValueError', message: 'Bad 7' } },
  ])('tells faults apart by %j', (difference) => {
    expect(logSignature({ ...exception, ...difference })).not.toBe(logSignature(exception));
  });

  test('is the same on both tracks whatever version, line, request and page', () => {
    const occurrence = fc.record({
      version: fc.tuple(fc.nat(99), fc.nat(99)).map(([minor, patch]) => `1.${minor}.${patch}`),
      line: fc.integer({ min: 1, max: 9999 }),
      id: fc.stringMatching(/^[0-9a-f]{24}$/),
      page: fc.stringMatching(/^[0-9a-f]{10}$/),
      port: fc.integer({ min: 1024, max: 65535 }),
    });
    const signatureOf = ({
      version,
      line,
      id,
      page,
      port,
    }: typeof occurrence extends fc.Arbitrary<infer T> ? T : never) =>
      logSignature({
        ...exception,
        message: `[${id}] localhost:${port}/wiki/Page_${page}   TypeError: Page ${page} at /srv/mediawiki/php-${version}/includes/Foo.php:${line}`,
        normalizedMessage: `[{reqId}] {exception_url}   TypeError: Page ${page} at /srv/mediawiki/php-${version}/includes/Foo.php:${line}`,
        place: `includes/Foo.php:${line}`,
        version,
      });
    fc.assert(fc.property(occurrence, occurrence, (a, b) => signatureOf(a) === signatureOf(b)));
  });

  test('is stable when it is reduced again', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...`"'[]<#>0123 abf./:-\n`) })),
        (text) => {
          const once = ofMessage(text);
          expect(ofMessage(once)).toBe(once);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('failureSignature', () => {
  test.each([
    [
      'colours, unique words, time limits and the log of calls',
      '\u001b[31mError: Timeout 5000ms exceeded\u001b[39m waiting for "Page 3fa09b12cd"\n\nCall log:\n  - waiting 1\n',
      'Error: Timeout # exceeded waiting for "Page #"',
    ],
    [
      'the stack',
      'AssertionError: expected true\n    at Context.<anonymous> (/x/tests/a.js:12:3)\n',
      'AssertionError: expected true',
    ],
    [
      'URLs',
      'page.goto: net::ERR_FAILED at http://127.0.0.1:41001/wiki/X?y=1',
      'page.goto: net::ERR_FAILED at <url>',
    ],
    ['but keeps an HTTP status', 'Expected: 200\nReceived: 500', 'Expected: <200> Received: <500>'],
    ['nothing but a stack', '    at a (b.js:1:2)', 'at a (b.js)'],
    ['no message', undefined, 'no message'],
  ])('reduces %s', (_, message, expected) => {
    expect(failureSignature(message)).toBe(expected);
  });

  test('tells what was received apart', () => {
    expect(failureSignature('Expected: "Hello you"\nReceived: "Permission error"')).not.toBe(
      failureSignature('Expected: "Hello you"\nReceived: "Database error"'),
    );
  });

  test('is stable when it is reduced again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`Ex pectd:<>0123 abf./:-()\n`) }), (text) => {
        const once = failureSignature(text);
        expect(failureSignature(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });
});
