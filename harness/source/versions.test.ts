import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { decideVersions, type VersionQuestion, versionOf } from './versions.ts';

const wmf1 = '1.45.0-wmf.1';
const wmf2 = '1.45.0-wmf.2';
const both = { staged: [wmf1, wmf2], wikis: ['a', 'b'] };
const one = { staged: [wmf1], wikis: ['a', 'b'] };

test.each<[string, VersionQuestion, Record<string, string>, string[]]>([
  ['the only version for all', one, { a: wmf1, b: wmf1 }, [wmf1]],
  [
    'the staged map',
    { ...both, wikiversions: { b: `php-${wmf1}`, a: `php-${wmf2}` } },
    { a: wmf2, b: wmf1 },
    [wmf1, wmf2],
  ],
  [
    'the given map over the staged one',
    {
      ...both,
      wikiversions: { a: `php-${wmf1}`, b: `php-${wmf1}`, c: `php-${wmf1}` },
      choice: { wikiversions: { a: `php-${wmf2}`, b: `php-${wmf2}` } },
    },
    { a: wmf2, b: wmf2 },
    [wmf2],
  ],
  [
    'one version over a map',
    { ...both, wikiversions: { a: 'php-next' }, choice: { singleVersion: wmf1 } },
    { a: wmf1, b: wmf1 },
    [wmf1],
  ],
  [
    'one version over the given map, for wikis of others too',
    { ...both, choice: { wikiversions: { z: 'php-next' }, singleVersion: wmf2 } },
    { z: wmf2, a: wmf2, b: wmf2 },
    [wmf2],
  ],
  [
    'wikis of others too',
    { ...one, wikiversions: { enwiki: `php-${wmf1}` } },
    { enwiki: wmf1, a: wmf1, b: wmf1 },
    [wmf1],
  ],
  [
    'the map’s only version for a wiki that it lacks',
    { ...both, wikiversions: { a: `php-${wmf2}` } },
    { a: wmf2, b: wmf2 },
    [wmf2],
  ],
  [
    'the only version for a wiki that is called as a property of all objects',
    { ...one, wikis: ['constructor'] },
    { constructor: wmf1 },
    [wmf1],
  ],
  [
    'the only staged version where the map is empty',
    { ...one, wikiversions: {} },
    { a: wmf1, b: wmf1 },
    [wmf1],
  ],
])('includes %s', (_what, question, map, versions) => {
  const trees = Object.fromEntries(Object.entries(map).map(([wiki, version]) => [wiki, `php-${version}`]));
  expect(unwrap(decideVersions(question))).toEqual({ map: trees, versions });
});

test.each<[string, VersionQuestion, string]>([
  [
    'a version that is not staged',
    { ...one, wikiversions: { a: `php-${wmf1}`, b: `php-${wmf2}` } },
    `b runs php-${wmf2}, which is not staged. Staged is php-${wmf1}.`,
  ],
  [
    'a foreign wiki whose version is not staged',
    { ...one, wikiversions: { a: `php-${wmf1}`, b: `php-${wmf1}`, z: 'php-next' } },
    'z runs php-next, which is not staged.',
  ],
  [
    'a single version that is not staged',
    { ...both, choice: { singleVersion: 'next' } },
    `a runs php-next, which is not staged. Staged is php-${wmf1}, php-${wmf2}.`,
  ],
  [
    'a malformed single version',
    { ...both, choice: { singleVersion: 'php-next' } },
    '"php-php-next", the version of a, is not of the form',
  ],
  [
    'a malformed value',
    { ...one, wikiversions: { a: wmf1 } },
    `"${wmf1}", the version of a, is not of the form`,
  ],
  [
    'a wiki that the map of two versions lacks',
    { ...both, wikis: ['a', 'b', 'c'], wikiversions: { a: `php-${wmf1}`, b: `php-${wmf2}` } },
    `does not say which of php-${wmf1}, php-${wmf2} the wiki c runs`,
  ],
  [
    'several versions without a map',
    both,
    `Nothing says which wiki runs which of php-${wmf1}, php-${wmf2}. Give --wikiversions`,
  ],
  [
    'a wiki that is called as a property of all objects',
    { ...both, wikis: ['constructor'], wikiversions: { a: `php-${wmf1}`, b: `php-${wmf2}` } },
    'the wiki constructor runs',
  ],
])('refuses %s', (_what, question, expected) => {
  expect(sentenceOf(decideVersions(question))).toContain(expected);
});

describe('the order of versions', () => {
  const inOrder = [
    '1.9.0-wmf.30',
    '1.43.0-wmf.2',
    '1.43.0-wmf.10',
    '1.43.0',
    '1.43.9',
    '1.43.11',
    '1.45',
    '1.45.0-wmf.3',
    'next',
    'master',
  ];

  test('is that of numbers, then next, then master, however they are staged', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(inOrder, { minLength: 1 }), (staged) => {
        const map = Object.fromEntries(staged.map((version, index) => [`w${index}`, `php-${version}`]));
        const { versions } = unwrap(decideVersions({ staged, wikiversions: map, wikis: [] }));
        expect(versions).toEqual(inOrder.filter((version) => staged.includes(version)));
      }),
    );
  });

  test('has branch_cut_pretest where next is', () => {
    const staged = ['master', 'branch_cut_pretest', '1.43.0'];
    const map = Object.fromEntries(staged.map((version) => [version, `php-${version}`]));
    expect(unwrap(decideVersions({ staged, wikiversions: map, wikis: [] })).versions).toEqual([
      '1.43.0',
      'branch_cut_pretest',
      'master',
    ]);
  });
});

test.each([
  ['php-1.45.0-wmf.12', '1.45.0-wmf.12'],
  ['php-1.43.9', '1.43.9'],
  ['php-1.45', '1.45'],
  ['php-1.46.0-alpha', '1.46.0-alpha'],
  ['php-next', 'next'],
  ['php-branch_cut_pretest', 'branch_cut_pretest'],
  ['php-master', 'master'],
  ['1.43.9', undefined],
  ['php-', undefined],
  ['php-auto', undefined],
  ['php-1', undefined],
  ['php-../x', undefined],
  ['php-1.43.9/..', undefined],
  ['php-1.43.9\n', undefined],
  ['PHP-next', undefined],
])('%j has the version %s', (tree, version) => {
  expect(versionOf(tree)).toBe(version);
});
