import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Attempt } from '../core/result.ts';
import { AllureWriter } from './allure-writer.ts';
import { watchResults } from './watch-results.ts';

let directory = '';
let seen: Attempt[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gm1-watch-'));
  seen = [];
});
afterEach(() => rm(directory, { recursive: true }));

function write(title: string, changes: object = {}): void {
  const test = { suite: 'api', file: 'a.spec.ts', titlePath: ['Page', title], project: 'api' };
  new AllureWriter(directory).write({
    test,
    status: 'passed',
    start: Date.now(),
    seconds: 0.5,
    ...changes,
  });
}

function watch() {
  const context = { suite: 'api', track: 'next', purpose: 'first', directory } as const;
  return watchResults(context, (attempt) => seen.push(attempt));
}

const titles = () => seen.map(({ test }) => test.titlePath.join(' '));

test('an attempt is reported while the suite runs, and once', async () => {
  const results = await watch();
  write('opens');
  await vi.waitUntil(() => seen.length > 0);
  write('saves');
  const finished = await results.finish();
  expect(titles()).toEqual(['Page opens', 'Page saves']);
  expect(finished).toEqual({ attempts: seen, problems: [] });
});

test('results of an earlier suite in the same folder are not reported again', async () => {
  write('earlier');
  const results = await watch();
  write('now');
  await results.finish();
  expect(titles()).toEqual(['Page now']);
});

test('a file that grows is reported when it is whole', async () => {
  write('opens');
  const text = JSON.stringify({ name: 'grows', fullName: 'a.spec.ts#grows', status: 'passed', start: 1 });
  const results = await watch();
  const file = join(directory, 'x-result.json');
  await writeFile(file, text.slice(0, 20));
  await appendFile(file, text.slice(20));
  expect((await results.finish()).problems).toEqual([]);
  expect(titles()).toEqual(['grows']);
});

test('a file that stays half-written is one problem', async () => {
  const results = await watch();
  await writeFile(join(directory, 'x-result.json'), '{"name":');
  write('opens');
  await vi.waitUntil(() => seen.length > 0);
  const { attempts, problems } = await results.finish();
  expect(attempts).toHaveLength(1);
  expect(problems).toEqual(['The result file x-result.json is not used: it is not whole JSON.']);
});

test('what our writer writes is read back', async () => {
  const results = await watch();
  const attachments = [{ name: 'answer', type: 'text/plain', text: 'HTTP 500' }];
  write('fails', { status: 'failed', message: 'Status 500', attachments });
  const [attempt] = (await results.finish()).attempts;
  expect(attempt).toMatchObject({
    test: { suite: 'api', file: 'a.spec.ts', titlePath: ['Page', 'fails'], project: 'api' },
    status: 'failed',
    message: 'Status 500',
    seconds: 0.5,
    attachments: [{ name: 'answer', type: 'text/plain' }],
  });
});
