import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Checkout } from '../core/manifest.ts';
import { gitInfoPart } from './git-info.ts';
import { makeManifest } from './manifest.ts';

const commit = 'c'.repeat(40);
let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'gm1-gitinfo-'));
});

afterEach(() => rm(cache, { recursive: true }));

test('lies where MediaWiki looks for it, by version and checkout', async () => {
  const part = await infoOf([
    { repo: 'mediawiki/core', path: 'php-1.45.0-wmf.3', commit_ref: commit },
    { repo: 'mediawiki/core', path: 'php-next', commit_ref: commit },
    { repo: 'mediawiki/extensions/Echo', path: 'php-next/extensions/Echo', commit_ref: commit },
    {
      repo: 'VisualEditor/VisualEditor',
      path: 'php-next/extensions/VisualEditor/lib/ve',
      commit_ref: commit,
    },
  ]);
  expect(part?.target).toBe('');
  expect(part?.entries.filter(({ kind }) => kind === 'file').map(({ path }) => path)).toEqual([
    'php-1.45.0-wmf.3/cache/gitinfo/info.json',
    'php-next/cache/gitinfo/info-extensions-Echo.json',
    'php-next/cache/gitinfo/info-extensions-VisualEditor-lib-ve.json',
    'php-next/cache/gitinfo/info.json',
  ]);
});

test.each<[string, Partial<Checkout>, object]>([
  [
    'on a branch',
    { branch: 'wmf/next', committed: 1700000000, url: 'https://x/r/mediawiki/core' },
    {
      head: 'refs/heads/wmf/next',
      headSHA1: commit,
      headCommitDate: 1700000000,
      branch: 'wmf/next',
      remoteURL: 'https://x/r/mediawiki/core',
    },
  ],
  [
    'on no branch, cloned on this machine',
    { url: '/srv/git/core' },
    { head: commit, headSHA1: commit, headCommitDate: false, branch: commit, remoteURL: false },
  ],
  ['of a file URL', { url: 'file:///srv/core' }, { remoteURL: false }],
  ['of another host by ssh', { url: 'host:core.git' }, { remoteURL: 'host:core.git' }],
])('has all that MediaWiki wants of a checkout %s', async (_which, facts, expected) => {
  const part = await infoOf([{ repo: 'mediawiki/core', path: 'php-next', commit_ref: commit, ...facts }]);
  const text = await readFile(join(part?.directory ?? '', 'php-next/cache/gitinfo/info.json'), 'utf8');
  expect(JSON.parse(text)).toMatchObject(expected);
  expect(Object.keys(JSON.parse(text))).toHaveLength(5);
});

test('there is none for packages and folders without a commit', async () => {
  expect(
    await infoOf([
      { repo: 'debian/mediawiki', path: 'php-1.43.9', commit_ref: '1:1.43.9+dfsg-1' },
      { repo: 'mediawiki/core', path: 'php-next', commit_ref: `sha256:${'0'.repeat(64)}` },
    ]),
  ).toBeUndefined();
  expect(await readdir(cache)).toEqual([]);
});

test('is the same for the same commits', async () => {
  const checkouts = [{ repo: 'mediawiki/core', path: 'php-next', commit_ref: commit }];
  expect(await infoOf(checkouts)).toEqual(await infoOf(checkouts));
});

function infoOf(checkouts: readonly Checkout[]) {
  return gitInfoPart(makeManifest(['next'], checkouts, { name: 'x', hash: 'y' }), cache);
}
