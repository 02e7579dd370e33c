import { describe, expect, test } from 'vitest';
import { mirrorOf, repositoryKey, repositoryName, resolveUrl, withoutUserinfo } from './git-url.ts';

test.each([
  ['https://gerrit.wikimedia.org/r/mediawiki/extensions/Echo', 'mediawiki/extensions/Echo'],
  ['https://gerrit.wikimedia.org/r/mediawiki/core.git/', 'mediawiki/core'],
  ['ssh://user@gerrit.wikimedia.org:29418/mediawiki/core', 'mediawiki/core'],
  ['git@github.com:wikimedia/mediawiki.git', 'wikimedia/mediawiki'],
  ['/srv/git/mediawiki/core.git', 'mediawiki/core'],
  ['/srv/mediawiki/core/.git', 'mediawiki/core'],
  ['file:///srv/git/mediawiki/core', 'mediawiki/core'],
])('%s is called %s', (url, name) => {
  expect(repositoryName(url)).toBe(name);
});

test.each([
  ['https://h/r/core', '../extensions/Echo', 'https://h/r/extensions/Echo'],
  ['https://h/r/mediawiki/core/', '../../Echo.git', 'https://h/r/Echo.git'],
  ['https://h/core', './Echo', 'https://h/core/Echo'],
  ['https://h/a/core', './../Echo', 'https://h/a/Echo'],
  ['/srv/core', '../Echo', '/srv/Echo'],
  ['git@h:core', '../Echo', 'git@h:Echo'],
  ['git@h:wm/core', '../Echo', 'git@h:wm/Echo'],
  ['https://h/core', 'https://other/Echo', 'https://other/Echo'],
  ['https://h/core', '/srv/Echo', '/srv/Echo'],
])('beside %s %s is %s', (parent, url, resolved) => {
  expect(resolveUrl(parent, url)).toBe(resolved);
});

describe('a mirror', () => {
  const mirrors = { 'https://h/': '/mirror/', 'https://h/r/core': '/near/core' };

  test.each([
    ['https://h/r/Echo', '/mirror/r/Echo'],
    ['https://h/r/core.git', '/near/core.git'],
    ['https://other/r/core', 'https://other/r/core'],
  ])('has %s as %s', (url, mirrored) => {
    expect(mirrorOf(url, mirrors)).toBe(mirrored);
  });
});

test.each([
  ['https://me:secret@host/r/x', 'https://host/r/x'],
  ['https://me:p@ss@host/r/x', 'https://host/r/x'],
  ["unable to access 'https://me:secret@host/x/': no", "unable to access 'https://host/x/': no"],
  ['https://host/r/x@y', 'https://host/r/x@y'],
  ['git@host:x', 'git@host:x'],
])('%s is told as %s', (text, told) => {
  expect(withoutUserinfo(text)).toBe(told);
});

describe('the key of a repository', () => {
  test('does not depend on who fetches it and how the URL ends', () => {
    const keys = ['https://h/r/core', 'https://h/r/core.git', 'https://me:x@h/r/core/'].map(repositoryKey);
    expect(new Set(keys)).toEqual(new Set([expect.stringMatching(/^core-[0-9a-f]{8}$/)]));
  });

  test('differs where the URL does, even if the name is the same', () => {
    expect(repositoryKey('https://h/a/b')).not.toBe(repositoryKey('https://i/a/b'));
    expect(repositoryKey('/x/a/b')).not.toBe(repositoryKey('/x/a-b'));
  });
});
