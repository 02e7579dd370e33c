import { expect, test } from 'vitest';
import type { TreeEntry } from '../core/tree.ts';
import { treeHash } from '../system/list-tree.ts';
import { imageCheckouts } from './image-checkouts.ts';

const entries: readonly TreeEntry[] = [
  'extensions/Echo',
  'extensions/Wikibase/x',
  'skins/Vector',
  'vendor',
].map((path) => ({ kind: 'folder', path }));
const image = { name: 'registry.example.org/mediawiki', digest: `sha256:${'1'.repeat(64)}` };
const commit = 'a'.repeat(40);

function checkouts(info?: unknown) {
  const text = typeof info === 'string' ? info : JSON.stringify(info);
  return imageCheckouts({ version: 'next', entries, image, ...(text !== undefined && { info: text }) });
}

const content = treeHash(entries);

test('the checkouts of a deployment-info.json are where their names say', () => {
  const repos = [
    'mediawiki/core',
    'mediawiki/vendor',
    'mediawiki/extensions/Echo',
    'r/mediawiki/skins/Vector',
    'mediawiki/extensions/Gone',
    'debian/mediawiki',
  ];
  const told = repos.map((repo) => ({ repo, branch: 'wmf/next', commit_ref: commit }));
  const found = checkouts({ common: [], versions: { next: told, other: [] } });
  expect(found.map(({ path }) => path)).toEqual([
    'php-next',
    'php-next/vendor',
    'php-next/extensions/Echo',
    'php-next/skins/Vector',
    'php-next',
    'php-next',
  ]);
  expect(found.map(({ repo }) => repo)).toEqual(repos);
  expect(found[1]).toEqual({
    repo: 'mediawiki/vendor',
    path: 'php-next/vendor',
    branch: 'wmf/next',
    commit_ref: commit,
  });
});

test('the content of the tree is part of the first', () => {
  const told = ['mediawiki/core', 'mediawiki/vendor'].map((repo) => ({ repo, commit_ref: commit }));
  const found = checkouts({ versions: { next: told } });
  expect(found.map((checkout) => checkout.content)).toEqual([content, undefined]);
});

test('a branch may be null, as scap writes it', () => {
  const found = checkouts({ versions: { next: [{ repo: 'a', branch: null, commit_ref: commit }] } });
  expect(found).toEqual([{ repo: 'a', path: 'php-next', commit_ref: commit, content }]);
});

test.each([
  ['there is none', undefined],
  ['it is not JSON', '<html>'],
  ['it has another form', { versions: [] }],
  ['it does not know the version', { versions: { '1.45.0': [{ repo: 'a', commit_ref: commit }] } }],
  ['it knows nothing of the version', { versions: { next: [] } }],
])('the image’s digest stands for the checkouts when %s', (_when, info) => {
  expect(checkouts(info)).toEqual([
    { repo: image.name, path: 'php-next', commit_ref: image.digest, content },
  ]);
});
