import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PatchDefinition } from '../core/definition.ts';
import { systemCommand } from '../system/command.ts';
import { listTree } from '../system/list-tree.ts';
import { plantFiles } from '../testing/throw-away-repository.ts';
import { sentenceOf } from '../testing/unwrap.ts';
import { applyPatches } from './patches.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-patch-failures-'));
  await plantFiles(join(root, 'tree'), {
    'includes/a.php': 'one\ntwo\n',
    'extensions/Echo/Echo.php': 'echo\n',
    'extensions/Elastica/E.php': 'e\n',
    'extensions/Cite/C.php': 'c\n',
    'logo.png': Uint8Array.of(0, 1),
    outside: { to: join(root, 'secret') },
  });
  await plantFiles(root, { 'secret/key': 'secret\n' });
});

afterEach(() => rm(root, { recursive: true }));

const adds = (path: string) =>
  `diff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+x\n`;
const changes = (path: string, from: string, to: string) =>
  `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1,2 +1,2 @@\n one\n-${from}\n+${to}\n`;
const copies = (from: string) =>
  `diff --git a/${from} b/copy\nsimilarity index 100%\ncopy from ${from}\ncopy to copy\n`;

describe('a patch', () => {
  test.each<[string, string, string, RegExp]>([
    ['that is empty', '', '', /^The patch x\.patch \(1 of 1\) changes no file: it is empty\. Make it with/],
    ['without a diff', '', 'Dear all,\n', /has no diff in it\. Make it with `git diff`/],
    [
      'that is cut off',
      '',
      changes('includes/a.php', 'two', '2').slice(0, -8),
      /cannot be understood\. git says: corrupt patch at line 6\./,
    ],
    [
      'for other code',
      '',
      changes('includes/a.php', 'three', '3'),
      /^The patch x\.patch \(1 of 1\) does not apply to core of MediaWiki 1\.45\. git says: patch failed: includes\/a\.php:1; .*Make it again/,
    ],
    [
      'for a file that the tree lacks',
      'extensions/Echo',
      changes('tests/T.php', 'two', '2'),
      /to extensions\/Echo .*extensions\/Echo\/tests\/T\.php: No such file.*Leave files that this tree does not have out/,
    ],
    [
      'that is in the code already',
      '',
      changes('includes/a.php', 'one', 'two'),
      /is already in core of MediaWiki 1\.45\. Take it out/,
    ],
    [
      'that adds a file that is there',
      '',
      adds('includes/a.php'),
      /git says: includes\/a\.php: already exists/,
    ],
    ['that adds a file where a folder is', '', adds('includes'), /does not apply/],
    ['that adds a file below a file', '', adds('includes/a.php/b'), /does not apply/],
    [
      'of bytes without the bytes',
      '',
      'diff --git a/logo.png b/logo.png\nindex 1234567..89abcde 100644\nBinary files a/logo.png and b/logo.png differ\n',
      /git says: .*binary patch/,
    ],
    [
      'for an unknown checkout',
      'extensions/Ecoh',
      adds('x'),
      /is for "extensions\/Ecoh", but MediaWiki 1\.45 has no file there\. There are extensions\/Echo, extensions\/Elastica\. Correct/,
    ],
    [
      'for a checkout in an unknown folder',
      'skins/Vector',
      adds('x'),
      /has no file there\. There are extensions, includes\. Correct/,
    ],
    [
      'that leaves its checkout',
      'extensions/Echo',
      adds('../Cite/new'),
      /touches "extensions\/Echo\/\.\.\/Cite\/new", which is no path below extensions\/Echo\. Make it relative/,
    ],
    [
      'that leaves the tree',
      '',
      adds('../secret/new'),
      /touches "\.\.\/secret\/new", which is no path below core/,
    ],
    [
      'that copies a file from outside',
      '',
      copies('../secret/key'),
      /touches "\.\.\/secret\/key", which is no path below core/,
    ],
    ['that writes through a link', '', adds('outside/new'), /'outside\/new' is beyond a symbolic link/],
    ['that reads through a link', '', copies('outside/key'), /'outside\/key' beyond a symbolic link/],
    ['with an absolute path', '', adds('/etc/new'), /touches "\/etc\/new"|cannot be understood/],
    ['of a repository’s own files', '', adds('.git/config'), /invalid path '\.git\/config'/],
  ])('%s is refused', async (_what, checkout, text, expected) => {
    const secrets = await listTree(join(root, 'secret'));
    const outcome = await apply([await patchWith(text, checkout)]);
    expect(sentenceOf(outcome)).toMatch(expected);
    expect(outcome).toMatchObject({ failure: { kind: 'usage' } });
    expect(await listTree(join(root, 'secret'))).toEqual(secrets);
  });

  test('that does not exist is refused by its whole path', async () => {
    const file = join(root, 'missing.patch');
    expect(sentenceOf(await apply([{ checkout: '', file }]))).toBe(
      `The patch missing.patch (1 of 1) cannot be read: ${file} (ENOENT). Correct \`file\` in \`patches\` of the track.`,
    );
  });

  test('by ref of a checkout without a repository asks for the URL', async () => {
    expect(sentenceOf(await apply([{ checkout: 'extensions/Echo', ref: 'refs/changes/1/1/1' }]))).toMatch(
      /^The patch refs\/changes\/1\/1\/1 \(1 of 1\) is a ref, but the tree does not say .* extensions\/Echo is\. Add `url`/,
    );
  });

  test('that makes a link is no way out for the next', async () => {
    const link = `diff --git a/way b/way\nnew file mode 120000\n--- /dev/null\n+++ b/way\n@@ -0,0 +1 @@\n+${join(root, 'secret')}\n\\ No newline at end of file\n`;
    const patches = [
      await patchWith(link, '', 'link.patch'),
      await patchWith(adds('way/new'), '', 'out.patch'),
    ];
    expect(sentenceOf(await apply(patches))).toMatch(
      /^The patch out\.patch \(2 of 2\) .*beyond a symbolic link/,
    );
  });
});

test('a failure is of the patch that fails, and nothing of the others is kept', async () => {
  const good = await patchWith(adds('new'), '', 'good.patch');
  const bad = await patchWith(changes('includes/a.php', 'three', '3'), '', 'bad.patch');
  expect(sentenceOf(await apply([good, bad, good]))).toMatch(/^The patch bad\.patch \(2 of 3\)/);
  expect(await readdir(join(root, 'cache/patched'))).toEqual([]);
});

test('an interrupted build says so and keeps nothing', async () => {
  const outcome = await apply([await patchWith(adds('new'))], AbortSignal.abort());
  expect(outcome).toMatchObject({ failure: { kind: 'interrupted' } });
  expect(await readdir(join(root, 'cache/patched'))).toEqual([]);
});

async function patchWith(text: string, checkout = '', name = 'x.patch'): Promise<PatchDefinition> {
  const file = join(root, name);
  await writeFile(file, text);
  return { checkout, file };
}

async function apply(patches: readonly PatchDefinition[], signal = new AbortController().signal) {
  const directory = join(root, 'tree');
  await mkdir(join(root, 'cache'), { recursive: true });
  const part = { directory, target: 'php-1.45', entries: await listTree(directory) };
  return applyPatches({
    fetched: {
      versions: [{ version: '1.45', parts: [part] }],
      checkouts: [{ repo: 'mediawiki/core', path: 'php-1.45', commit_ref: 'abc' }],
    },
    source: { kind: 'directory', path: directory },
    patches,
    cache: join(root, 'cache'),
    command: systemCommand,
    signal,
  });
}
