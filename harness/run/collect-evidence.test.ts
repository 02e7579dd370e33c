import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Attempt } from '../core/result.ts';
import { testName } from '../core/result.ts';
import { sampleAttempt, sampleLog, sampleLogs } from '../testing/sample-run.ts';
import { attachEvidence, collectEvidence } from './collect-evidence.ts';

let folder = '';
const directoryOf = async () => folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-evidence-'));
});
afterEach(() => rm(folder, { recursive: true }));

const failing: Attempt = sampleAttempt('next', 'failed', {
  attachments: [
    { name: 'browser-log', file: 'log.json', type: 'application/json' },
    { name: 'browser-log', file: 'gone.json', type: 'application/json' },
  ],
});

async function collect(attempts: readonly Attempt[], secrets = {}) {
  const fault = { kind: 'console error', text: 'It broke for s3cret-pass', url: 'http://wiki/' };
  await writeFile(join(folder, 'log.json'), JSON.stringify([fault]));
  const warning = sampleLog('next', { test: testName(failing.test), channel: 'error' });
  return collectEvidence({ ...sampleLogs('next', [warning]), secrets }, attempts, directoryOf);
}

test('what a browser told stands among the logs, without secrets', async () => {
  const logs = await collect([failing], { 'password of Admin': 's3cret-pass' });
  expect(logs.records.map(({ channel, message }) => [channel, message])).toEqual([
    ['error', 'Something broke'],
    ['browser', 'console error: It broke for ***'],
    ['secret', 'the password of Admin stood in a line of channel browser: console error: It broke for ***'],
  ]);
});

test('attempts of the other track tell nothing of this one', async () => {
  const logs = await collect([{ ...failing, track: 'train' }]);
  expect(logs.records.map(({ channel }) => channel)).toEqual(['error']);
});

test('a failed attempt gets what was logged of it, one that passed does not', async () => {
  const passing = sampleAttempt('next', 'passed', { title: 'writes' });
  const attempts = [failing, passing, { ...failing, track: 'train' as const }];
  const attached = await attachEvidence(await collect(attempts), attempts, directoryOf);
  expect(attached).toMatchObject([{ attempt: failing, attachment: { name: 'requests and logs' } }]);
  const text = await readFile(join(folder, attached[0]?.attachment.file ?? ''), 'utf8');
  expect(text).toContain('browser/browser console error: It broke for s3cret-pass');
  expect(text).toContain('Something broke');
});

test('a secret that is typed across the end of what is kept leaves no part of itself', async () => {
  const start = Date.parse(failing.startedAt);
  const steps = [{ name: `Fill "${'x'.repeat(288)}s3cret-pass"`, start }];
  const result = { name: failing.test.titlePath.at(-1), start, steps };
  await writeFile(join(folder, 'a-result.json'), JSON.stringify(result));
  const { records } = await collect([failing], { key: 's3cret-pass' });
  expect([...records][0]?.step).toMatch(/^Fill "x+\*\*\*/);
});

test('a record says what its test did when it was logged, without the secret that it typed', async () => {
  const start = Date.parse(failing.startedAt);
  const steps = [{ name: 'Log in', start, steps: [{ name: 'Fill "s3cret-pass"', start }] }];
  const result = { name: failing.test.titlePath.at(-1), start, steps };
  await writeFile(join(folder, 'a-result.json'), JSON.stringify(result));
  await writeFile(join(folder, 'half-result.json'), '{"name":');
  const other = { ...failing, startedAt: new Date(start - 5).toISOString() };
  const stepsOf = async (attempt: Attempt) =>
    (await collect([attempt], { key: 's3cret-pass' })).records.map(({ channel, step }) => [channel, step]);
  expect(await stepsOf(failing)).toEqual([
    ['error', 'Log in › Fill "***"'],
    ['browser', 'Log in › Fill "***"'],
    ['secret', 'Log in › Fill "***"'],
  ]);
  expect((await stepsOf(other)).map(([, step]) => step)).toEqual([undefined, undefined, undefined]);
});
