import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserEnded } from '../../core/browser-ended.ts';
import { systemCommand } from '../../system/command.ts';
import { FakeWiki } from '../../testing/fake-wiki.ts';
import { unwrap } from '../../testing/unwrap.ts';
import { PlaywrightRunner } from './playwright-runner.ts';

const projectRoot = join(import.meta.dirname, '../../testing/fixtures/ending-browser');

let wiki: FakeWiki;
let folder: string;

beforeAll(async () => {
  wiki = await FakeWiki.start();
  folder = await mkdtemp(join(tmpdir(), 'gm1-ending-browser-'));
});

afterAll(async () => {
  await wiki[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('an attempt whose browser was killed says so, and no other', async () => {
  const endpointsFile = join(folder, 'endpoints.json');
  await writeFile(endpointsFile, JSON.stringify(wiki.endpoints));
  const runner = new PlaywrightRunner({
    ...{ command: systemCommand, projectRoot, env: process.env, browser: 'needed' },
  });
  const finished = await runner.run({
    ...{ suite: 'browser', endpoints: wiki.endpoints, endpointsFile, resultsDirectory: folder },
    ...{ purpose: 'first', workers: 1, signal: new AbortController().signal, onAttempt: () => {} },
  });
  const told = unwrap(finished).attempts.map(({ test: { titlePath }, status, attachments }) => [
    ...titlePath,
    status,
    attachments.some(({ name }) => name === browserEnded),
  ]);
  expect(told.sort()).toEqual([
    ['ends the browser after its last step', 'passed', true],
    ['fails in a whole browser', 'failed', false],
    ['has none from the begin', 'failed', true],
    ['loses its browser', 'failed', true],
    ['passes', 'passed', false],
  ]);
});
