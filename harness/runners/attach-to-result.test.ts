import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Attempt } from '../core/result.ts';
import { AllureWriter } from './allure-writer.ts';
import { attachToResults } from './attach-to-result.ts';
import { isResultFile, readResultFile } from './results.ts';

const identity = (title: string) => ({
  suite: 'api',
  file: 'a.ts',
  titlePath: ['group', title],
  project: 'api',
});

async function readAll(directory: string): Promise<readonly Attempt[]> {
  const context = { suite: 'api', track: 'next', purpose: 'first', directory } as const;
  const files = (await readdir(directory)).filter(isResultFile);
  const results = await Promise.all(files.map((file) => readResultFile(file, context)));
  return results.flatMap(({ attempt }) => attempt ?? []);
}

test('a text becomes an attachment of its attempt and of no other', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'gm1-attach-'));
  const writer = new AllureWriter(directory);
  const attachments = [{ name: 'answer', type: 'text/html', text: '<b>' }];
  writer.write({
    test: identity('one'),
    status: 'failed',
    start: 1000,
    seconds: 1,
    message: 'no',
    attachments,
  });
  writer.write({ test: identity('one'), status: 'failed', start: 5000, seconds: 1 });
  writer.write({ test: identity('two'), status: 'failed', start: 1000, seconds: 1 });
  await writeFile(join(directory, 'half-result.json'), '{"name":"one"');
  const attempt = (await readAll(directory)).find(({ message }) => message === 'no');
  if (!attempt) throw new Error('no attempt');
  const [made] = await attachToResults(directory, [{ attempt, name: 'logs', text: 'Grüße\n' }]);
  const after = await readAll(directory);
  expect(after.map((one) => one.attachments.map(({ name }) => name)).sort()).toEqual([
    [],
    [],
    ['answer', 'logs'],
  ]);
  expect(made).toMatchObject({ name: 'logs', type: 'text/plain' });
  expect(after.find(({ message }) => message === 'no')).toEqual({
    ...attempt,
    attachments: [...attempt.attachments, made],
  });
  expect(await readFile(join(directory, made?.file ?? ''), 'utf8')).toBe('Grüße\n');
  await rm(directory, { recursive: true });
});

test('without texts nothing is read', async () => {
  expect(await attachToResults('/no/such/folder', [])).toEqual([]);
});
