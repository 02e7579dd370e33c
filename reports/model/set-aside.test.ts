import { expect, test } from 'vitest';
import { sampleRun } from '../testing/sample-run.ts';
import { sampleTest } from '../testing/sample-tests.ts';
import { loggedFaults, onBoth, regressions, sampled } from '../testing/samples.ts';
import { setAside } from './set-aside.ts';

test('a skipped test is listed with the tracks that skipped it and why', () => {
  const attempts = [
    ...onBoth(sampleTest('api', 'edits'), 's', 'p').map((attempt) => ({
      ...attempt,
      message: 'no\u001b[31m Math',
    })),
    ...onBoth(sampleTest('api', 'moves'), 's', 's'),
    ...onBoth(sampleTest('api', 'passes'), 'p', 'p'),
  ];
  expect(setAside(sampled(sampleRun({ attempts })).comparison).skipped).toEqual([
    { title: 'moves', place: 'api › api/moves.spec.ts › testwiki', on: ['train', 'next'], why: '' },
    { title: 'edits', place: 'api › api/edits.spec.ts › testwiki', on: ['train'], why: 'no Math' },
  ]);
});

test('every test that was attempted more than once is listed with all outcomes', () => {
  const { retried } = setAside(regressions().comparison);
  expect(retried).toHaveLength(8);
  expect(retried.find(({ title }) => title === 'watches a page')?.outcomes).toEqual({
    train: ['failed', 'passed', 'passed'],
    next: ['passed'],
  });
});

test('a waiver is listed with its finding and whether it holds', () => {
  expect(setAside(loggedFaults().comparison).waivers).toEqual([
    {
      task: 'T400001',
      owner: 'releng',
      expires: '2026-09-30',
      reason: 'the column comes with the next schema change',
      finding: expect.stringContaining("Unknown column 'page_rating'"),
      state: 'live, its finding is there',
      isLive: true,
    },
  ]);
});
