import { expect, test } from 'vitest';
import type { AttemptStatus, Exchange } from '../core/result.ts';
import { sampleAttempt, sampleRun } from '../testing/sample-run.ts';
import { compareRun } from './compare-run.ts';

const confirming = { purpose: 'confirming' } as const;
const regressed = [
  sampleAttempt('train', 'passed'),
  sampleAttempt('next', 'failed'),
  sampleAttempt('next', 'failed', confirming),
  sampleAttempt('next', 'failed', confirming),
];

const exchanged = (exchange: Exchange, status: AttemptStatus) => ({
  exchange,
  attempt: sampleAttempt(exchange === 'train-again' ? 'train' : 'next', status, confirming),
});

test.each<[string, Partial<Record<Exchange, AttemptStatus>>, string | undefined]>([
  ['nothing was exchanged', {}, undefined],
  ['train did not run it again', { 'train-again': 'skipped' }, undefined],
  ['train passed again', { 'train-again': 'passed' }, 'product'],
  ['train failed then', { 'train-again': 'failed' }, 'noise'],
  ['next fails its own version, too', { 'train-again': 'passed', 'tests-of-next': 'failed' }, 'product'],
  ['next passes its own version', { 'train-again': 'passed', 'tests-of-next': 'passed' }, 'test'],
  ['next has no such test', { 'train-again': 'passed', 'tests-of-next': 'skipped' }, 'product'],
  [
    "next passes with train's configuration",
    { 'train-again': 'passed', 'config-of-train': 'passed' },
    'configuration',
  ],
  [
    "next fails with train's configuration",
    { 'train-again': 'passed', 'config-of-train': 'failed' },
    'product',
  ],
  [
    "next fails with train's configuration and passes its own version",
    { 'train-again': 'passed', 'config-of-train': 'failed', 'tests-of-next': 'passed' },
    'test',
  ],
  [
    "train failed then, whatever next does with train's configuration",
    { 'train-again': 'failed', 'config-of-train': 'passed' },
    'noise',
  ],
  ['train failed then, whatever next does', { 'train-again': 'failed', 'tests-of-next': 'passed' }, 'noise'],
  ['just the version of the test was exchanged', { 'tests-of-next': 'passed' }, undefined],
])('%s', (_what, outcomes, cause) => {
  const answers = Object.entries(outcomes).map(([exchange, status]) =>
    exchanged(exchange as Exchange, status),
  );
  const { tests, gate } = compareRun(sampleRun({ attempts: regressed, exchanged: answers }));
  expect(tests[0]?.attribution?.cause).toBe(cause);
  expect(tests[0]?.reason).toBe(
    ['Next failed 3 of 3, train passed 1 of 1: fails on next every time.', tests[0]?.attribution?.reason]
      .filter(Boolean)
      .join(' '),
  );
  expect(tests).toMatchObject([{ verdict: 'regressed', gates: true }]);
  expect(gate.verdict).toBe('no-go');
});

test('a test that did not regress has no cause', () => {
  const attempts = [sampleAttempt('train', 'passed'), sampleAttempt('next', 'passed')];
  const { tests } = compareRun(sampleRun({ attempts, exchanged: [exchanged('train-again', 'passed')] }));
  expect(tests[0]).toMatchObject({ verdict: 'same-pass' });
  expect(tests[0]).not.toHaveProperty('attribution');
});

test('what another test did says nothing', () => {
  const other = sampleAttempt('train', 'failed', { title: 'another' });
  const { tests } = compareRun(
    sampleRun({ attempts: regressed, exchanged: [{ exchange: 'train-again', attempt: other }] }),
  );
  expect(tests[0]).not.toHaveProperty('attribution');
});
