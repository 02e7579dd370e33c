import { expect, test } from 'vitest';
import { translateAnswer } from './translate-answer.ts';

test('addresses of the wiki become those of production, in headers and text, with and without a scheme', () => {
  const answer = {
    status: 301,
    headers: new Headers({ Location: 'http://127.0.0.1:41001/wiki/A', Link: '<//127.0.0.1:41001/x>' }),
    body: '<a href="http://127.0.0.1:41001/wiki/A">//127.0.0.1:41001</a> http://127.0.0.1:41002/',
  };
  const { status, headers, body } = translateAnswer(
    answer,
    'http://127.0.0.1:41001',
    'https://en.example.org',
  );
  expect(status).toBe(301);
  expect(Object.fromEntries(headers)).toEqual({
    location: 'https://en.example.org/wiki/A',
    link: '<//en.example.org/x>',
  });
  expect(body).toBe('<a href="https://en.example.org/wiki/A">//en.example.org</a> http://127.0.0.1:41002/');
});
