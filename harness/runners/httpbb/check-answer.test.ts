import { expect, test } from 'vitest';
import { checkAnswer } from './check-answer.ts';

const answer = {
  status: 200,
  headers: new Headers({ 'Content-Type': 'text/html; charset=utf-8', Location: '/wiki/A' }),
  body: '<html>\n<body>Main Page</body>\n',
};

const check = (assertions: object) => checkAnswer({ path: '/', method: 'GET', ...assertions }, answer);

test.each([
  { assert_status: 200 },
  { assert_headers: { 'content-type': 'text/html; charset=utf-8' } },
  { assert_headers_regex: { LOCATION: 'wiki' } },
  { assert_headers_absent: ['Set-Cookie'] },
  { assert_body_contains: 'Main Page' },
  { assert_body_regex: '^<body>M.*e</body>$' },
])('%j holds', (assertions) => {
  expect(check(assertions)).toEqual([]);
});

test.each([
  [{ assert_status: 404 }, 'Status: expected 404, got 200.'],
  [
    { assert_headers: { 'Content-Type': 'text/html' } },
    'Header Content-Type: expected "text/html", got "text/html; charset=utf-8".',
  ],
  [{ assert_headers: { Age: '1' } }, 'Header Age: expected "1", got none.'],
  [{ assert_headers_regex: { Location: '^A' } }, 'Header Location: expected a match of /^A/, got "/wiki/A".'],
  [{ assert_headers_regex: { Age: '' } }, 'Header Age: expected a match of //, got none.'],
  [{ assert_headers_absent: ['location'] }, 'Header location: expected none, got "/wiki/A".'],
  [{ assert_body_contains: 'main page' }, 'Body: expected it to contain "main page".'],
  [{ assert_body_regex: '^Main' }, 'Body: expected a match of /^Main/.'],
])('%j does not hold', (assertions, sentence) => {
  expect(check(assertions)).toEqual([sentence]);
});

test('every assertion that does not hold is said', () => {
  expect(check({ assert_status: 500, assert_body_contains: 'x', assert_headers: { Age: '1' } })).toHaveLength(
    3,
  );
});
