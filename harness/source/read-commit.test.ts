import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Command, systemCommand } from '../system/command.ts';
import { ThrowAwayRepository } from '../testing/throw-away-repository.ts';
import { unwrap } from '../testing/unwrap.ts';
import { keepGitTree } from './git-tree.ts';
import { fetchRef } from './object-cache.ts';
import { keptTreeOf, readCommit } from './read-commit.ts';

let cache: string;
let origin: ThrowAwayRepository;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'gm1-commits-'));
  origin = await ThrowAwayRepository.create();
});

afterEach(async () => {
  await rm(cache, { recursive: true });
  await origin[Symbol.asyncDispose]();
});

/** A commit with all kinds of entries, in the object cache. */
async function cachedCommit() {
  await origin.plant({ 'index.php': '<?php', run: { program: '#!/bin/sh' }, link: { to: 'run' } });
  await origin.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},extensions/X`);
  await origin.git('commit', '-qm', 'Begin');
  const ref = await origin.git('rev-parse', 'HEAD');
  const around = { url: origin.directory, command: systemCommand, signal: new AbortController().signal };
  const committed = Number(await origin.git('show', '--no-patch', '--format=%ct'));
  return { at: { ...around, ...unwrap(await fetchRef({ ...around, cache, ref })) }, committed };
}

const noGit: Command = { ...systemCommand, run: () => Promise.reject(new Error('git was started')) };

test('a commit is what git says, and the same without git once its tree is kept', async () => {
  const { at, committed } = await cachedCommit();
  const content = unwrap(await readCommit(at));
  expect(content.committed).toBe(committed);
  expect(content.listed.map(({ kind, path, mode }) => `${kind} ${path} ${mode}`)).toEqual([
    'submodule extensions/X 160000',
    'file index.php 100644',
    'link link 120000',
    'file run 100755',
  ]);
  await expect(readCommit({ ...at, command: noGit })).rejects.toThrow('git was started');
  unwrap(await keepGitTree(at, content));
  expect(unwrap(await readCommit({ ...at, command: noGit }))).toEqual(content);
});

test('git is asked again when the note is damaged', async () => {
  const { at } = await cachedCommit();
  const content = unwrap(await readCommit(at));
  unwrap(await keepGitTree(at, content));
  await writeFile(join(keptTreeOf(at), 'commit.json'), '{"committed":1,"listed":[{');
  expect(unwrap(await readCommit(at))).toEqual(content);
});
