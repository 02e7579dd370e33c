import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../core/failure.ts';
import type { Sandbox, SandboxFinished, SandboxJob } from '../system/sandbox.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { fetchDebian } from './debian.ts';

const lines = `package mediawiki 1:1.43.9-1 ${'a'.repeat(64)}\nversion 1.43.9\ntree abc123\n`;
let cache: string;
let notices: string[];
let jobs: SandboxJob[];

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'gm1-debian-'));
  notices = [];
  jobs = [];
});

afterEach(() => rm(cache, { recursive: true }));

test('fetches in the base image with the network, and lists the tree', async () => {
  await keepTree();
  const fetched = unwrap(await fetch({ exitCode: 0, output: lines }));
  expect(fetched.versions).toMatchObject([
    { version: '1.43.9', parts: [{ target: 'php-1.43.9', entries: [{ path: 'index.php' }] }] },
  ]);
  expect(fetched.checkouts).toHaveLength(1);
  expect(jobs).toMatchObject([{ image: 'base', network: true, env: { SUITE: 'trixie' } }]);
});

test('lists a kept tree once', async () => {
  await keepTree();
  await fetch({ exitCode: 0, output: lines });
  await writeFile(join(cache, 'debian/trixie/abc123/php-1.43.9/new.php'), '');
  const again = unwrap(await fetch({ exitCode: 0, output: lines }));
  expect(again.versions[0]?.parts[0]?.entries).toHaveLength(1);
});

test('without a network takes the tree of the last time, and says so', async () => {
  await keepTree();
  await writeFile(join(cache, 'debian/trixie/current'), lines);
  const fetched = unwrap(await fetch({ exitCode: 3, output: "Temporary failure resolving 'x'" }));
  expect(fetched.versions).toMatchObject([{ version: '1.43.9' }]);
  expect(notices).toEqual([
    expect.stringMatching(/^Using MediaWiki 1\.43\.9 of trixie as fetched before\..*does not answer/),
  ]);
});

test('without a network and without a kept tree fails', async () => {
  const outcome = await fetch({ exitCode: 3, output: "Temporary failure resolving 'x'" });
  expect(sentenceOf(outcome)).toContain('The package mirror does not answer');
  expect(notices).toEqual([]);
});

test('does not fall back when the suite is wrong', async () => {
  await writeFile(join(await keepTree(), '../../current'), lines);
  const outcome = await fetch({ exitCode: 3, output: 'does not have a Release file' });
  expect(sentenceOf(outcome)).toContain('has no suite trixie');
});

async function keepTree(): Promise<string> {
  const tree = join(cache, 'debian/trixie/abc123/php-1.43.9');
  await mkdir(tree, { recursive: true });
  await writeFile(join(tree, 'index.php'), '<?php');
  return tree;
}

function fetch(finished: SandboxFinished) {
  const sandbox: Sandbox = {
    run: async (job) => {
      jobs.push(job);
      return ok(finished);
    },
  };
  return fetchDebian({
    suite: 'trixie',
    base: 'base',
    projectRoot: '/project',
    cache,
    sandbox,
    signal: new AbortController().signal,
    onNotice: (text) => notices.push(text),
  });
}
