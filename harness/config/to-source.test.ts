import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { loadDefinition } from './load-definition.ts';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-source-'));
  await mkdir(join(root, 'contained'));
  await writeFile(join(root, 'fix.patch'), '');
});

afterAll(() => rm(root, { recursive: true }));

/** Line 4 is the source of next, which starts in column 9. */
async function load(next: string, languages = '') {
  const file = join(root, 'small.yaml');
  const lines = [
    'name: small',
    'tracks:',
    '  train: { debian: { suite: bookworm } }',
    `  next: ${next}`,
    'runtime: { base: trixie, php: "8.4" }',
    'config: contained',
    'wikis: { testwiki: { lang: en } }',
    languages,
    'suites: [http]',
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  return loadDefinition(file, root);
}

async function nextOf(next: string) {
  return unwrap(await load(next)).tracks.next;
}

const core = 'core: https://gerrit.wikimedia.org/r/mediawiki/core';

describe('a git source', () => {
  test('is by itself core at wmf/next with its submodules, and master where that is missing', async () => {
    expect(await nextOf(`{ git: { ${core} } }`)).toEqual({
      kind: 'git',
      core: { url: 'https://gerrit.wikimedia.org/r/mediawiki/core', branch: 'wmf/next' },
      submodules: true,
      checkouts: [],
      fallback: 'master',
      optional: [],
      mirrors: {},
    });
  });

  test('has checkouts beside core instead of submodules, on core’s branch unless they name their own', async () => {
    const source = await nextOf(
      `{ git: { ${core}, branch: REL1_45, fallback: main, vendor: V:v, extensions: { Echo: E:e, Math: { url: M:m, branch: REL1_43 } }, skins: { Vector: S:s } } }`,
    );
    expect(source).toMatchObject({
      submodules: false,
      fallback: 'main',
      checkouts: [
        { path: 'vendor', url: 'V:v', branch: 'REL1_45' },
        { path: 'extensions/Echo', url: 'E:e', branch: 'REL1_45' },
        { path: 'extensions/Math', url: 'M:m', branch: 'REL1_43' },
        { path: 'skins/Vector', url: 'S:s', branch: 'REL1_45' },
      ],
    });
  });

  test('can have both', async () => {
    const source = await nextOf(`{ git: { ${core}, submodules: true, skins: { X: X:x } } }`);
    expect(source).toMatchObject({ submodules: true, checkouts: [{ path: 'skins/X' }] });
  });

  test.each([
    ['./core', 'ROOT/core'],
    ['./mirror/', 'ROOT/mirror/'],
    ['./x/../core', 'ROOT/core'],
    ['/srv/core.git', '/srv/core.git'],
    ['/srv/git/', '/srv/git/'],
    ['ssh://me@host/core', 'ssh://me@host/core'],
    ['git@host:core.git', 'git@host:core.git'],
    ['file:///srv/core', 'file:///srv/core'],
  ])('at %s is meant relative to the file', async (url, expected) => {
    const source = await nextOf(`{ git: { core: "${url}", mirrors: { "https://x/": "${url}" } } }`);
    const absolute = expected.replace('ROOT', root);
    expect(source).toMatchObject({ core: { url: absolute }, mirrors: { 'https://x/': absolute } });
  });
});

describe('patches', () => {
  test('are files and refs of a checkout, in their order, beside any source', async () => {
    const source = await nextOf(
      '{ debian: { suite: sid }, patches: [fix.patch, { file: ./fix.patch, checkout: extensions/Echo }, { ref: refs/changes/12/34512/3, checkout: skins/Vector }, { ref: main, url: ./core }] }',
    );
    expect(source).toEqual({
      kind: 'debian',
      suite: 'sid',
      patches: [
        { checkout: '', file: join(root, 'fix.patch') },
        { checkout: 'extensions/Echo', file: join(root, 'fix.patch') },
        { checkout: 'skins/Vector', ref: 'refs/changes/12/34512/3' },
        { checkout: '', ref: 'main', url: join(root, 'core') },
      ],
    });
  });
});

test('an image is what its reference says', async () => {
  const ref = `registry.example/mediawiki@sha256:${'a'.repeat(64)}`;
  expect(await nextOf(`{ image: "${ref}" }`)).toEqual({ kind: 'image', ref });
});

test('an image can be patched', async () => {
  expect(await nextOf('{ image: x, patches: [{ ref: abc, checkout: extensions/Echo }] }')).toEqual({
    kind: 'image',
    ref: 'x',
    patches: [{ ref: 'abc', checkout: 'extensions/Echo' }],
  });
});

test('languages are those of the list', async () => {
  expect(unwrap(await load('{ debian: { suite: sid } }', 'languages: [en, zh-hans]')).languages).toEqual([
    'en',
    'zh-hans',
  ]);
});

const git = (keys: string) => `{ git: { ${keys} } }`;

test.each<[string, string, string]>([
  [
    'a mistyped source',
    '{ dbian: { suite: sid } }',
    '4:9: tracks.next: expected one source: {debian: {suite: NAME}}, {directory: PATH}, {git: {core: URL}} or {image: REF}, found a map with dbian (did you mean debian?)',
  ],
  ['patches alone', '{ patches: [] }', 'found a map with patches'],
  ['git and image at once', `{ git: { ${core} }, image: x }`, '4:9: tracks.next: expected one source'],
  ['git and image at once', `{ git: { ${core} }, image: x }`, 'found more than one'],
  [
    'a mistyped key of git',
    git(`${core}, brunch: x`),
    '4:71: tracks.next.git.brunch: expected only the keys core, branch, fallback, submodules, vendor, extensions, skins, optional, mirrors, found an unknown key (did you mean branch?)',
  ],
  [
    'git without core',
    git('branch: x'),
    'tracks.next.git.core: expected the URL or path of a git repository, found nothing',
  ],
  [
    'git as a URL',
    '{ git: https://x/y }',
    '4:16: tracks.next.git: expected a map with core, found https://x/y',
  ],
  [
    'an option as URL',
    git('core: --upload-pack=x'),
    'tracks.next.git.core: expected the URL of a git repository, or a path that starts with /, ./ or ../, found --upload-pack=x',
  ],
  ['a program as URL', git('core: "ext::x"'), 'tracks.next.git.core: expected the URL'],
  ['a bare name as URL', git('core: core'), 'found core'],
  [
    'an option as branch',
    git(`${core}, branch: "-x"`),
    'tracks.next.git.branch: expected a branch, a tag, another ref or a commit, found "-x"',
  ],
  ['a range as branch', git(`${core}, branch: a..b`), 'tracks.next.git.branch: expected'],
  [
    'a mistyped key of an extension',
    git(`${core}, extensions: { Math: { url: M:m, brnch: x } }`),
    'tracks.next.git.extensions.Math.brnch: expected only the keys url, branch, found an unknown key (did you mean branch?)',
  ],
  [
    'an extension without URL',
    git(`${core}, extensions: { Math: { branch: x } }`),
    'tracks.next.git.extensions.Math: expected a URL or {url: URL, branch: BRANCH}, found a map with branch',
  ],
  [
    'an extension with a bad URL',
    git(`${core}, extensions: { Math: -m }`),
    'tracks.next.git.extensions.Math: expected the URL of a git repository',
  ],
  [
    'a skin that climbs out',
    git(`${core}, skins: { "../x": M:m }`),
    'tracks.next.git.skins."../x": expected the name of a folder, found the key "../x"',
  ],
  [
    'an optional path that climbs out',
    git(`${core}, optional: [a/../../b]`),
    'tracks.next.git.optional.0: expected the path of a checkout below',
  ],
  [
    'submodules that are no yes or no',
    git(`${core}, submodules: some`),
    'tracks.next.git.submodules: expected true or false, found some',
  ],
  [
    'mirrors that are a list',
    git(`${core}, mirrors: [a]`),
    'tracks.next.git.mirrors: expected a map from the start of a URL to what stands for it, found a list',
  ],
  [
    'a patch that is not there',
    '{ debian: { suite: sid }, patches: [none.patch] }',
    '4:45: tracks.next.patches.0: expected a file (there is none at ',
  ],
  [
    'a patch in a map that is not there',
    '{ debian: { suite: sid }, patches: [{ file: none.patch }] }',
    '4:53: tracks.next.patches.0.file: expected a file',
  ],
  [
    'a patch that is a folder',
    '{ debian: { suite: sid }, patches: [contained] }',
    'tracks.next.patches.0: expected a file',
  ],
  [
    'a patch of file and ref',
    '{ debian: { suite: sid }, patches: [{ file: fix.patch, ref: x }] }',
    'tracks.next.patches.0: expected the path of a patch file, {file: PATH, checkout: PATH} or {ref: REF, checkout: PATH, url: URL}, found more than one',
  ],
  [
    'a patch of neither',
    '{ debian: { suite: sid }, patches: [{ checkout: vendor }] }',
    'tracks.next.patches.0: expected the path of a patch file',
  ],
  [
    'a mistyped key of a patch',
    '{ debian: { suite: sid }, patches: [{ file: fix.patch, chekout: vendor }] }',
    'tracks.next.patches.0.chekout: expected only the keys file, checkout, ref, url, found an unknown key (did you mean checkout?)',
  ],
  ['an empty image', '{ image: "" }', 'tracks.next.image: expected the reference of an image'],
])('%s is refused with its place', async (_what, next, expected) => {
  expect(sentenceOf(await load(next))).toContain(expected);
});

test.each([
  ['languages: en', '8:12: languages: expected a list of language codes, found en'],
  ['languages: [en, en]', '8:17: languages.1: expected each language once, found en'],
  ['languages: [English]', 'languages.0: expected a language code of MediaWiki'],
])('%s is refused', async (languages, expected) => {
  expect(sentenceOf(await load('{ debian: { suite: sid } }', languages))).toContain(expected);
});
