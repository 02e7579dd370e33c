import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactor } from './redact.ts';

const redact = redactor({
  real: ['jsmith', 'root'],
  synthetic: ['Admin', 'Hebrew tester'],
  ids: ['0123456789abcdef0123456789abcdef', 'f'.repeat(39).concat('1')],
});

describe('what is taken out', () => {
  test.each([
    ['an IPv4 address', 'from 203.0.113.7, retried', 'from <IP address>, retried'],
    ['one of the loopback, with a port', 'http://127.0.0.1:41001/w/', 'http://<IP address>:41001/w/'],
    ['an IPv6 address', 'by 2001:db8::8a2e:370:7334.', 'by <IP address>.'],
    ['a short IPv6 address', 'client ::1 said', 'client <IP address> said'],
    ['an IPv4 address in IPv6', '[::ffff:192.0.2.1]', '[<IP address>]'],
    ['an e-mail address', 'mail to Jane <jane.doe+x@example.org>', 'mail to Jane <<e-mail address>>'],
    ['a cookie', 'Cookie: testwikiSession=abc; testwikiUserID=3\nnext', 'Cookie: <secret>\nnext'],
    ['a session in a parameter', 'testwikiSession=7f3ks0; path=/', 'testwikiSession=<secret>; path=/'],
    ['a session id', 'id 0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p gone', 'id <secret> gone'],
    ['a token of MediaWiki', 'got 5f2e9c1b7a3d4e6f8091a2b3c4d5e6f765432109+\\', 'got <secret>'],
    [
      'a token in an address',
      '/w/api.php?token=ab%2B%5C&action=edit',
      '/w/api.php?token=<secret>&action=edit',
    ],
    ['a password', '{"lgpassword":"hunter 2","a":1}', '{"lgpassword":"<secret>","a":1}'],
    ['a bearer token', 'Authorization: Bearer abc.def', 'Authorization: <secret>'],
    ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln is bad', '<secret> is bad'],
    ['the name of a user page', '[[User:Jane Doe|talk]]', '[[User:<user name>|talk]]'],
    ['one of a Hebrew wiki', 'שיחת משתמש:דנה', 'שיחת משתמש:<user name>'],
    [
      'one in an address',
      'index.php?title=User_talk:Jane_Doe&action=edit',
      'index.php?title=User_talk:<user name>&action=edit',
    ],
    ['the user of a special page', 'Special:Contributions/Jane_Doe?x', 'Special:Contributions/<user name>?x'],
    ['a user in a parameter', '?ucuser=Jane+Doe&x=1', '?ucuser=<user name>&x=1'],
    ['a user in JSON', '{"user_text": "Jane Doe"}', '{"user_text": "<user name>"}'],
    ['a user in a sentence', 'User "Jane Doe" is blocked', 'User "<user name>" is blocked'],
    ['a temporary account', 'by ~2026-31337-5', 'by <user name>'],
    ['whoever ran it', 'owner jsmith, jsmithson stays', 'owner <user name>, jsmithson stays'],
    ['a home', '/home/jane/src/mediawiki/a.php', '/home/<user name>/src/mediawiki/a.php'],
  ])('%s', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

describe('what stays', () => {
  test.each([
    [
      'frames',
      '#3 /srv/mediawiki/php-1.43.11/includes/session/SessionManager.php(12): SessionManager::getInstance()',
    ],
    ['static methods', 'DB::add() and Fade::bad(), a::b'],
    ['versions', 'MediaWiki 1.43.11, PHP 8.4.16, 1:1.43.11+dfsg-1~deb13u1'],
    ['times', 'at 12:30:45, 2026-11-22T16:53:51.123Z'],
    ['ids of requests', 'request 0123456789abcdef0123456789abcdef, 8f14e45f-ceea-467f-a8f5-2b1c9d0e7a11'],
    ['accounts that gm1 made', 'User:Admin, Special:Contributions/Hebrew_tester'],
    ['accounts that tests made', 'User:Watcher_0a1b2c3d4e and User "Newcomer 0a1b2c3d4e"'],
    ['accounts of the system', 'mariadb --user=root'],
    ['what a token is about', 'Invalid CSRF token: try again; the session has expired'],
    ['long names', 'MediaWiki\\ResourceLoader\\SkinModuleWithAVeryLongNameIndeedAsThereAreSome'],
    ['words of hexadecimal letters', 'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef'],
  ])('%s', (_, text) => {
    expect(redact(text)).toBe(text);
  });
});

test('a redacted text is redacted no further', () => {
  const pieces = fc.constantFrom(
    'User:Jane',
    '203.0.113.7',
    'token=abc',
    'Cookie: a=b',
    ' ',
    '\n',
    '"',
    '::1',
    '/home/jane/',
    'jane@example.org',
    '~2026-1-2',
    'x=',
    '&user=Jane',
  );
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const once = redact(parts.join(' '));
      expect(redact(once)).toBe(once);
    }),
  );
});
