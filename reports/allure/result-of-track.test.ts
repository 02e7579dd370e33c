import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../harness/comparison/findings.ts';
import type { TestVerdict } from '../../harness/core/comparison.ts';
import type { Waiver } from '../../harness/core/waiver.ts';
import { reportModel } from '../report-model.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { sampleTest } from '../testing/sample-tests.ts';
import { onBoth, sampled } from '../testing/samples.ts';
import { allureNotes } from './notes.ts';
import { allureResult, type Judged, judgementFinder, resultOfTrack } from './result-of-track.ts';

const result = allureResult.parse({
  uuid: 'u1',
  name: 'edits a page',
  historyId: 'h1',
  status: 'failed',
  statusDetails: { message: 'no\nway', trace: 't' },
  labels: [{ name: 'parentSuite', value: 'api' }],
  steps: [{ name: 'kept' }],
});

function judged(verdict: TestVerdict): Judged {
  return { verdict, links: [] };
}

describe('a result in the combined report', () => {
  test('is another test on the other track', () => {
    const [train, next] = [
      resultOfTrack(result, 'train', undefined),
      resultOfTrack(result, 'next', undefined),
    ];
    expect(train.historyId).not.toBe(next.historyId);
    expect(train.testCaseId).not.toBe(next.testCaseId);
    expect(next.parameters).toContainEqual({ name: 'track', value: 'next' });
    expect(next.labels).toContainEqual({ name: 'parentSuite', value: 'next: api' });
  });

  test('keeps what it does not change', () => {
    expect(resultOfTrack(result, 'next', judged('regressed'))).toMatchObject({
      uuid: 'u1',
      steps: [{ name: 'kept' }],
      statusDetails: { message: 'regressed | no\nway', trace: 't' },
    });
  });

  test('without any identity of its own is identified by its name', () => {
    expect(resultOfTrack(allureResult.parse({ name: 'a' }), 'train', undefined).historyId).toBe('train:a');
  });

  test('is marked flaky when its verdict is', () => {
    const passed = allureResult.parse({ name: 'a', status: 'passed' });
    expect(resultOfTrack(passed, 'next', judged('flaky-next')).statusDetails).toEqual({ flaky: true });
  });
});

const sample = sampled(sampleRun({ attempts: [...onBoth(sampleTest('api', 'edits a page'), 'p', 'fff')] }));

test('the verdict on a result is found by track, start and title', () => {
  const find = judgementFinder(sample.comparison, findingsOf(sample.record, sample.comparison));
  const start = Date.parse(sample.record.attempts[0]?.startedAt ?? '');
  expect(find({ ...result, start }, 'next')).toEqual({
    verdict: 'regressed',
    links: [{ name: 'finding 1', url: '../index.html#finding-1', type: 'finding' }],
  });
  expect(find({ ...result, start, name: 'another' }, 'next')).toBeUndefined();
});

test('a waived finding leads to its task, too, and keeps the links of its own', () => {
  const waiver: Waiver = {
    ...{ task: 'T400001', owner: 'releng', reason: 'known', expires: '2026-12-31', signature: 's' },
    ...{ scope: 'test', test: 'api' },
  };
  const tests = sample.comparison.tests.map((compared) => ({
    ...compared,
    waived: { verdict: 'regressed', waiver } as const,
  }));
  const found = judgementFinder({ ...sample.comparison, tests }, []);
  const start = Date.parse(sample.record.attempts[0]?.startedAt ?? '');
  const linked = allureResult.parse({ ...result, start, links: [{ name: 'own', url: 'https://a' }] });
  expect(resultOfTrack(linked, 'next', found(linked, 'next')).links).toEqual([
    { name: 'own', url: 'https://a' },
    { name: 'T400001', url: 'https://phabricator.wikimedia.org/T400001', type: 'issue' },
  ]);
});

test('each category finds the failures of its verdict and no other', () => {
  const notes = allureNotes(reportModel(sample.record, sample.comparison));
  const categories: { name: string; messageRegex?: string }[] = JSON.parse(notes['categories.json'] ?? '');
  const message = resultOfTrack(result, 'next', judged('regressed')).statusDetails?.message ?? '';
  const matching = categories.filter(
    ({ messageRegex }) => messageRegex && new RegExp(messageRegex.replace('(?s)', ''), 's').test(message),
  );
  expect(matching.map(({ name }) => name)).toEqual(['regressed']);
});

test('properties are Latin and one a line', () => {
  const { record, comparison } = sample;
  const named = { ...record, definition: { ...record.definition, name: 'ויקי\n\\x' } };
  const text = allureNotes(reportModel(named, comparison))['environment.properties'] ?? '';
  expect(text).toContain('environment=\\u05d5\\u05d9\\u05e7\\u05d9 \\\\x\n');
});
