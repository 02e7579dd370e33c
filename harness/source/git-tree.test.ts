import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../core/failure.ts';
import { systemCommand } from '../system/command.ts';
import { listTree } from '../system/list-tree.ts';
import { type PlantedFiles, ThrowAwayRepository } from '../testing/throw-away-repository.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { type GitTree, keepGitTree } from './git-tree.ts';
import { fetchRef, repositoryDirectory } from './object-cache.ts';
import { readCommit } from './read-commit.ts';

let cache: string;
let origin: ThrowAwayRepository;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'gm1-trees-'));
  origin = await ThrowAwayRepository.create();
});

afterEach(async () => {
  await rm(cache, { recursive: true });
  await origin[Symbol.asyncDispose]();
});

async function keep(commit: string, signal = new AbortController().signal): Promise<Outcome<GitTree>> {
  const url = origin.directory;
  const around = { url, command: systemCommand, signal: new AbortController().signal };
  const cached = unwrap(await fetchRef({ ...around, cache, ref: commit }));
  const at = { ...around, ...cached };
  const content = await readCommit({ ...at, signal });
  return content.ok ? keepGitTree({ ...at, signal }, content.value) : content;
}

async function commitAndKeep(files: PlantedFiles): Promise<GitTree> {
  return unwrap(await keep(await origin.commit(files)));
}

async function inodeOf({ directory }: GitTree, path: string): Promise<number> {
  return (await stat(join(directory, path))).ino;
}

describe('the tree of a commit', () => {
  test('has its files, programs, links and folders, as a listing of the folder has them', async () => {
    const tree = await commitAndKeep({
      'index.php': '<?php',
      'maintenance/run': { program: '#!/bin/sh' },
      'a/b/c/deep': '',
      'a/link': { to: '../index.php' },
      'a/hängend und mit "Zeichen"': { to: 'nowhere' },
    });
    expect(tree.entries).toEqual(await listTree(tree.directory));
    expect(tree.entries.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'folder a',
      'folder a/b',
      'folder a/b/c',
      'file a/b/c/deep',
      'link a/hängend und mit "Zeichen"',
      'link a/link',
      'file index.php',
      'folder maintenance',
      'file maintenance/run',
    ]);
  });

  test('has the bytes of the repository, whatever its attributes say', async () => {
    const tree = await commitAndKeep({
      '.gitattributes': '*.txt text eol=crlf ident\n*.sh export-ignore\n*.b working-tree-encoding=UTF-16\n',
      'a.txt': 'one\ntwo $Id$\n',
      'b.sh': 'echo',
      'c.b': Buffer.from('\ufeffä\n', 'utf16le'),
    });
    expect(await readFile(join(tree.directory, 'a.txt'), 'utf8')).toBe('one\ntwo $Id$\n');
    expect(await readFile(join(tree.directory, 'b.sh'), 'utf8')).toBe('echo');
    expect(await readFile(join(tree.directory, 'c.b'), 'utf8')).toBe('ä\n');
  });

  test('has nothing of a submodule, not even its folder', async () => {
    await origin.plant({ 'index.php': '' });
    const cacheInfo = `160000,${'1'.repeat(40)},extensions/X`;
    await origin.git('update-index', '--add', '--cacheinfo', cacheInfo);
    await origin.git('commit', '-qm', 'Add X');
    const tree = unwrap(await keep(await origin.git('rev-parse', 'HEAD')));
    expect(tree.entries.map(({ path }) => path)).toEqual(['index.php']);
    expect(await readdir(tree.directory)).toEqual(['index.php']);
  });

  test('can be empty', async () => {
    const tree = await commitAndKeep({});
    expect(tree.entries).toEqual([]);
    expect(await readdir(tree.directory)).toEqual([]);
  });

  test('is made once', async () => {
    const commit = await origin.commit({ a: '1' });
    const { directory } = unwrap(await keep(commit));
    const before = await stat(join(directory, 'a'));
    const again = unwrap(await keep(commit));
    expect(again.directory).toBe(directory);
    expect((await stat(join(directory, 'a'))).ino).toBe(before.ino);
  });

  test('takes what is unchanged from the newest kept tree', async () => {
    const before = await commitAndKeep({ same: '1', changed: '1', gone: '1' });
    const after = await commitAndKeep({ same: '1', changed: '2', added: '1' });
    expect(await inodeOf(after, 'same')).toBe(await inodeOf(before, 'same'));
    expect(await readFile(join(before.directory, 'changed'), 'utf8')).toBe('1');
    expect(await readFile(join(after.directory, 'changed'), 'utf8')).toBe('2');
    expect(after.entries.map(({ path }) => path)).toEqual(['added', 'changed', 'same']);
  });

  test('takes it from the one that was used last', async () => {
    const older = await origin.commit({ older: '1' });
    await keep(older);
    const newer = await commitAndKeep({ newer: '1' });
    const both = { older: '1', newer: '1' };
    const sharesWithNewer = async (tree: GitTree) =>
      (await inodeOf(tree, 'newer')) === (await inodeOf(newer, 'newer'));
    expect(await sharesWithNewer(await commitAndKeep(both))).toBe(true);
    await keep(older);
    expect(await sharesWithNewer(await commitAndKeep({ ...both, more: '1' }))).toBe(false);
  });

  test('is removed when nobody has used it for a day and another is made, and so are drafts', async () => {
    const [unused, used] = [await origin.commit({ a: '1' }), await origin.commit({ a: '2' })];
    const folders = [unwrap(await keep(unused)), unwrap(await keep(used))].map(({ directory }) =>
      dirname(directory),
    );
    folders.push(`${folders[0]}.1.x.part`);
    await mkdir(folders[2] ?? '');
    const twoDaysAgo = new Date(Date.now() - 48 * 60 * 60 * 1000);
    for (const folder of folders) await utimes(folder, twoDaysAgo, twoDaysAgo);
    await keep(used);
    const made = await origin.commit({ a: '3' });
    await keep(made);
    expect((await readdir(dirname(folders[0] ?? ''))).sort()).toEqual([used, made].sort());
  });

  test('is whole when many builds make it at once', async () => {
    await commitAndKeep({ a: '1', b: '1' });
    const commit = await origin.commit({ a: '1', b: '2' });
    const trees = await Promise.all(Array.from({ length: 4 }, () => keep(commit)));
    for (const tree of trees) expect(unwrap(tree)).toEqual(unwrap(trees[0] ?? tree));
    const { directory, entries } = unwrap(await keep(commit));
    expect(await listTree(directory)).toEqual(entries);
    expect(await readdir(join(directory, '..', '..'))).toHaveLength(2);
  });

  test('is the same whether made from scratch or from another commit', async () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
    const planted = fc.oneof(
      fc.constantFrom('1', '2'),
      fc.constantFrom('1', '2').map((program) => ({ program })),
      fc.constantFrom('a', '../x').map((to) => ({ to })),
    );
    const files = fc.dictionary(path, planted, { maxKeys: 5 }).map(withoutClashes);
    await fc.assert(
      fc.asyncProperty(files, files, async (before, after) => {
        await rm(cache, { recursive: true });
        await commitAndKeep(before);
        const { directory, entries } = await commitAndKeep(after);
        expect(await listTree(directory)).toEqual(entries);
        await rm(join(cache, 'git/trees'), { recursive: true });
        expect((await commitAndKeep(after)).entries).toEqual(entries);
      }),
      { numRuns: 15 },
    );
  });
});

/** A path is a file or a folder, not both. */
function withoutClashes(files: PlantedFiles): PlantedFiles {
  const paths = Object.keys(files);
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => !paths.some((other) => other.startsWith(`${path}/`))),
  );
}

describe('objects that are not what the commit says', () => {
  test.each<[string, string, (object: string) => Promise<void>]>([
    ['a missing file', 'a', (object) => rm(object)],
    ['a corrupt file', 'a', (object) => overwrite(object, 'xxxx')],
    ['an empty file', 'a', (object) => overwrite(object, '')],
    ['a missing folder', 'folder', (object) => rm(object)],
    ['a corrupt folder', 'folder', (object) => overwrite(object, 'xxxx')],
    ['a missing tree', '', (object) => rm(object)],
  ])('stop it: %s', async (_what, path, damage) => {
    const commit = await origin.commit({ a: 'text', 'folder/b': 'text of b' });
    unwrap(await keep(commit));
    await rm(join(cache, 'git/trees'), { recursive: true });
    const object = await origin.git('rev-parse', `${commit}:${path}`);
    await damage(await looseObject(object));
    const outcome = await keep(commit);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'infrastructure' } });
    expect(sentenceOf(outcome)).toContain(`Cannot read the commit ${commit} of ${origin.directory}`);
    expect(sentenceOf(outcome)).toContain(path ? object : 'not a tree object');
    expect(sentenceOf(outcome)).toContain(`Delete ${gitDir()}; it is fetched again.`);
    expect(await keptTrees()).toEqual([]);
  });

  test.each<[string, PlantedFiles]>([
    ['file', { a: 'text' }],
    ['link', { a: { to: 'text' } }],
  ])('stop it also when git writes another %s than the one that was asked for', async (_what, files) => {
    const commit = await origin.commit(files);
    const { directory } = unwrap(await keep(commit));
    await rm(join(directory, '..'), { recursive: true });
    const [one, other] = [await origin.git('rev-parse', `${commit}:a`), await hashOf('other')];
    await rm(await looseObject(one));
    await systemCommand.run('git', [`--git-dir=${gitDir()}`, 'replace', '-f', one, other]);
    const outcome = await keep(commit);
    expect(sentenceOf(outcome)).toContain(`a did not come out as its object ${one} says`);
    expect(await keptTrees()).toEqual([]);
  });
});

function gitDir(): string {
  return repositoryDirectory({ cache, url: origin.directory });
}

async function keptTrees(): Promise<readonly string[]> {
  const names = await readdir(join(cache, 'git/trees'), { recursive: true }).catch(() => []);
  return names.filter((name) => name.includes('/'));
}

async function overwrite(file: string, content: string): Promise<void> {
  await chmod(file, 0o644);
  await writeFile(file, content);
}

/** The file of an object of the cache, where all is unpacked for it. */
async function looseObject(id: string): Promise<string> {
  const unpack =
    'cd "$0" && mkdir -p moved && mv objects/pack/* moved && for p in moved/*.pack; do git unpack-objects -q < $p; done';
  await systemCommand.run('sh', ['-c', unpack, gitDir()], { env: { GIT_DIR: gitDir() } });
  return join(gitDir(), 'objects', id.slice(0, 2), id.slice(2));
}

async function hashOf(content: string): Promise<string> {
  const args = [`--git-dir=${gitDir()}`, 'hash-object', '-w', '--stdin'];
  return (await systemCommand.run('git', args, { input: content })).stdout;
}

test('an interruption leaves nothing that looks like a tree', async () => {
  const commit = await origin.commit({ a: '1' });
  expect(await keep(commit, AbortSignal.abort())).toMatchObject({ failure: { kind: 'interrupted' } });
  expect(await keptTrees()).toEqual([]);
});

test('a link keeps its target byte for byte', async () => {
  const tree = await commitAndKeep({ link: { to: '../a b/ö' } });
  expect(await readlink(join(tree.directory, 'link'))).toBe('../a b/ö');
});
