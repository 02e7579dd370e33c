import { expect, test } from 'vitest';
import { decodeTest, requestKind } from './requests.ts';

test.each([
  ['GET', '/wiki/Main_Page', 'page view'],
  ['GET', '/w/index.php?title=A&action=history', 'page view'],
  ['GET', '/', 'page view'],
  ['GET', '/w/index.php?title=A&action=edit', 'edit'],
  ['POST', '/w/index.php?title=A&action=submit', 'edit'],
  ['POST', '/wiki/Special:UserLogin', 'edit'],
  ['POST', '/w/api.php?format=json', 'api'],
  ['GET', '/w/rest.php/v1/page/A', 'rest'],
  ['GET', '/w/load.php?modules=startup', 'load'],
  ['GET', '/static/1.43.9/resources/a.png', 'other'],
  ['GET', '/uploads/testwiki/thumb/a.png', 'other'],
  ['GET', '//', 'page view'],
  ['GET', 'http://[', 'page view'],
  ['', '', 'page view'],
])('%s %s is for: %s', (method, path, kind) => {
  expect(requestKind(method, path)).toBe(kind);
});

test('a header that is no name of ours stays as it is', () => {
  expect(decodeTest('100%')).toBe('100%');
});
