import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attempt, AttemptStatus } from '../core/result.ts';
import { type RememberedTest, remember, TestMemory, testsNotRun } from './remembered-tests.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-memory-'));
});
afterAll(() => rm(root, { recursive: true }));

const identity = (suite: string, title: string) => ({
  suite,
  file: 'a.spec.ts',
  titlePath: [title],
  project: suite,
});

function known(suite: string, title: string, status: AttemptStatus = 'passed'): RememberedTest {
  return { test: identity(suite, title), status };
}

function attempt(suite: string, title: string, status: AttemptStatus = 'passed'): Attempt {
  const rest = { track: 'next', purpose: 'first', startedAt: '', seconds: 1, attachments: [] } as const;
  return { test: identity(suite, title), status, ...rest };
}

const before = [known('api', 'edits', 'failed'), known('api', 'moves'), known('browser', 'reads')];

test('a whole suite takes the place of what was known of it', () => {
  expect(remember(before, [attempt('api', 'edits')], ['api'])).toEqual([
    known('browser', 'reads'),
    known('api', 'edits'),
  ]);
});

test('a choice of tests changes what is known of those', () => {
  expect(remember(before, [attempt('api', 'edits')], [])).toEqual([
    known('api', 'edits'),
    known('api', 'moves'),
    known('browser', 'reads'),
  ]);
});

test('a test that failed once of several times is remembered as failed', () => {
  const attempts = [attempt('api', 'edits', 'failed'), attempt('api', 'edits')];
  expect(remember([], attempts, ['api'])).toEqual([known('api', 'edits', 'failed')]);
});

test('tests of a whole suite that ran last time and did not run now are found', () => {
  const now = [attempt('api', 'edits')];
  expect(testsNotRun(before, now, ['api'])).toEqual([identity('api', 'moves')]);
  expect(testsNotRun(before, now, [])).toEqual([]);
});

test('a memory is read back, and empty when there is none or it is damaged', async () => {
  const memory = new TestMemory(root, 'sample', 'next');
  expect(await memory.read()).toEqual([]);
  await memory.write(before);
  expect(await new TestMemory(root, 'sample', 'next').read()).toEqual(before);
  expect(await new TestMemory(root, 'sample', 'train').read()).toEqual([]);
  expect(await new TestMemory(root, 'sample', 'next', 'train').read()).toEqual(before);
  await writeFile(join(root, 'tests/sample/next.json'), '[{');
  expect(await memory.read()).toEqual([]);
});

test("what upstream's tests did at the revision of next is remembered beside the rest", async () => {
  const usual = new TestMemory(root, 'other', 'train');
  const second = new TestMemory(root, 'other', 'train', 'next');
  await usual.write(before);
  expect(await second.read()).toEqual([]);
  await second.write([known('selenium', 'reads')]);
  expect(await usual.read()).toEqual(before);
});
