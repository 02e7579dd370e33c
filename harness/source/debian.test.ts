import { hash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failed, ok } from '../core/failure.ts';
import { writeWhole } from '../system/files.ts';
import type { Http } from '../system/http.ts';
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

describe('a suite that was fetched before', () => {
  const release = 'signed release file';
  const script = 'fetch';
  const current = `${lines}release http://mirror/dists/trixie/InRelease InRelease ${hash('sha256', script)}\n`;

  beforeEach(async () => {
    await keepTree();
    await fetch({ exitCode: 0, output: lines });
    await writeWhole(join(cache, 'debian/trixie/current'), current);
    await writeWhole(join(cache, 'debian/trixie/lists/InRelease'), release);
    await writeWhole(join(cache, 'environments/images/fetch-debian.sh'), script);
    jobs = [];
  });

  test('is not fetched again while the mirror has the same signed release file', async () => {
    const fetched = unwrap(await fetch({ exitCode: 3, output: '' }, release));
    expect(fetched.versions).toMatchObject([{ version: '1.43.9' }]);
    expect(jobs).toEqual([]);
  });

  test.each<[string, string | undefined, () => Promise<void>]>([
    ['the mirror has another', 'another release file', async () => {}],
    ['the mirror does not answer', undefined, async () => {}],
    [
      'the script that fetches changed',
      release,
      () => writeWhole(join(cache, 'environments/images/fetch-debian.sh'), 'changed'),
    ],
    ['the kept tree is gone', release, () => rm(join(cache, 'debian/trixie/abc123/entries.json'))],
    ['the release file is gone', release, () => rm(join(cache, 'debian/trixie/lists/InRelease'))],
  ])('is fetched again when %s', async (_what, answer, change) => {
    await change();
    unwrap(await fetch({ exitCode: 0, output: lines }, answer));
    expect(jobs).toHaveLength(1);
  });
});

async function keepTree(): Promise<string> {
  const tree = join(cache, 'debian/trixie/abc123/php-1.43.9');
  await mkdir(tree, { recursive: true });
  await writeFile(join(tree, 'index.php'), '<?php');
  return tree;
}

/** `release` is what the mirror answers; without it the mirror does not. */
function fetch(finished: SandboxFinished, release?: string) {
  const http: Http = {
    send: async ({ url }) =>
      release !== undefined && url === 'http://mirror/dists/trixie/InRelease'
        ? ok({ status: 200, body: release, cookies: [] })
        : failed({ kind: 'infrastructure', what: 'No answer.', next: 'Try again.' }),
  };
  const sandbox: Sandbox = {
    run: async (job) => {
      jobs.push(job);
      return ok(finished);
    },
  };
  return fetchDebian({
    suite: 'trixie',
    base: 'base',
    projectRoot: cache,
    cache,
    sandbox,
    http,
    signal: new AbortController().signal,
    onNotice: (text) => notices.push(text),
  });
}
