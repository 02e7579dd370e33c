import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Attempt } from '../../core/result.ts';
import { systemClock } from '../../system/clock.ts';
import { FakeWiki } from '../../testing/fake-wiki.ts';
import { describeRunner } from '../../testing/runner.contract.ts';
import { HttpbbRunner } from './httpbb-runner.ts';

const folder = join(import.meta.dirname, '../../testing/fixtures/http');

function identify(file: string, host: string, path: string) {
  return { suite: 'http', file, titlePath: [host, `GET ${path}`], project: 'http' };
}

describeRunner('HttpbbRunner', {
  suite: 'http',
  runner: new HttpbbRunner({ folder, clock: systemClock }),
  tests: {
    opens: identify('first.yaml', 'testwiki', '/first/opens'),
    opensTwice: identify('first.yaml', 'testwiki', '/first/opens-twice'),
    missing: identify('first.yaml', 'testwiki', '/missing'),
    opensElsewhere: identify('second.yaml', 'testwiki', '/second/opens'),
    waits: identify('second.yaml', 'testwiki', '/held'),
    skipped: identify('second.yaml', 'otherwiki', '/skipped'),
  },
});

/** Runs a suite of these files against the fake wiki `testwiki`. */
async function runFiles(files: Readonly<Record<string, string>>) {
  const suite = await mkdtemp(join(tmpdir(), 'gm1-httpbb-'));
  const resultsDirectory = await mkdtemp(join(tmpdir(), 'gm1-httpbb-'));
  await using wiki = await FakeWiki.start();
  try {
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(suite, name), text)));
    const attempts: Attempt[] = [];
    const finished = await new HttpbbRunner({ folder: suite, clock: systemClock }).run({
      suite: 'http',
      endpoints: wiki.endpoints,
      endpointsFile: '',
      resultsDirectory,
      purpose: 'first',
      workers: 2,
      signal: new AbortController().signal,
      onAttempt: (attempt) => attempts.push(attempt),
    });
    return { finished, attempts, visits: wiki.visits };
  } finally {
    await rm(suite, { recursive: true });
    await rm(resultsDirectory, { recursive: true });
  }
}

test('a host of production is the wiki that hosts.yaml names; what needs production is skipped with its reason', async () => {
  const { attempts, visits } = await runFiles({
    'hosts.yaml':
      'hosts: {en.example.org: {dbname: testwiki}}\nneeds_production: [{host: data.example.org, why: no items}]\n',
    'production.yaml':
      'https://en.example.org: [{path: /here, assert_status: 200}]\nhttps://data.example.org: [{path: /Q1, assert_status: 200}]\n',
  });
  expect(visits).toEqual(['/here']);
  expect(attempts.map(({ test: { titlePath }, status, message }) => [...titlePath, status, message])).toEqual(
    expect.arrayContaining([
      ['en.example.org', 'GET /here', 'passed', undefined],
      ['data.example.org', 'GET /Q1', 'skipped', 'Needs production: no items.'],
    ]),
  );
});

test('a mistake in hosts.yaml stops the suite', async () => {
  const { finished, attempts } = await runFiles({
    'hosts.yaml': 'hosts: {en.example.org: testwiki}\n',
    'a.yaml': 'http://testwiki: [{path: /, assert_status: 200}]\n',
  });
  expect(attempts).toEqual([]);
  expect(finished).toMatchObject({ ok: false, failure: { kind: 'usage' } });
  expect(JSON.stringify(finished)).toContain('hosts.yaml:1:25: ');
});
