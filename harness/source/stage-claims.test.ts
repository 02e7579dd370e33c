import { expect, test } from 'vitest';
import type { TreeEntry, TreePart } from '../core/tree.ts';
import { sentenceOf } from '../testing/unwrap.ts';
import { checkClaims } from './stage-claims.ts';

function part(target: string, ...paths: readonly string[]): TreePart {
  const entries = paths.map(
    (path): TreeEntry =>
      path.endsWith('/')
        ? { kind: 'folder', path: path.slice(0, -1) }
        : { kind: 'file', path, executable: false, bytes: 0, sha256: '' },
  );
  return { directory: '/tree', target, entries };
}

const echo = 'php-next/extensions/Echo';
const checkouts = [
  { repo: 'mediawiki/core', path: 'php-next', commit_ref: 'a' },
  { repo: 'mediawiki/extensions/Echo', path: echo, commit_ref: 'b' },
];

test.each<[string, readonly TreePart[]]>([
  [
    'a checkout in an empty folder of another',
    [part('php-next', 'extensions/Echo/', 'a.php'), part(echo, 'a.php')],
  ],
  ['a folder that both have', [part('php-next', 'extensions/Echo/sub/'), part(echo, 'sub/')]],
  ['files of two checkouts in one folder', [part('php-next', 'extensions/Echo/a.php'), part(echo, 'b.php')]],
  ['a part that replaces files of the one before', [part(echo, 'a.php'), part(echo, 'a.php')]],
  ['the same file in two versions', [part('php-next', 'a.php'), part('php-master', 'a.php')]],
  ['a folder whose name begins as another’s', [part(echo, 'a.php'), part(`${echo}X`, 'a.php')]],
])('%s is in order', (_what, parts) => {
  expect(sentenceOf(checkClaims(parts, checkouts))).toBe('');
});

test.each<[string, readonly TreePart[], string]>([
  [
    'a file of two checkouts',
    [part('php-next', 'extensions/Echo/a.php'), part(echo, 'a.php')],
    `Two checkouts claim ${echo}/a.php: mediawiki/core at php-next and mediawiki/extensions/Echo at ${echo}. Take`,
  ],
  [
    'a file where another checkout has its folder',
    [part(echo, 'a.php'), part('php-next', 'extensions/Echo')],
    `Two checkouts claim ${echo}: mediawiki/core`,
  ],
  [
    'a part that no checkout names',
    [part(echo, 'lib/x'), part(`${echo}/lib`, 'x')],
    `${echo} and ${echo}/lib.`,
  ],
])('%s is refused', (_what, parts, expected) => {
  expect(sentenceOf(checkClaims(parts, checkouts))).toContain(expected);
});
