import { expect, test } from 'vitest';
import type { RunRecord } from '../core/run-record.ts';
import { sampleAttempt, sampleLog, sampleLogs, sampleRun } from '../testing/sample-run.ts';
import { compareRun } from './compare-run.ts';
import { findingsOf } from './findings.ts';

function found(change: Partial<RunRecord>): readonly string[] {
  const record = sampleRun(change);
  return findingsOf(record, compareRun(record)).map((finding) => {
    if (finding.kind === 'failure') return finding.failed.phase;
    return finding.kind === 'test'
      ? `${finding.test.verdict} ${finding.test.test.titlePath}`
      : `${finding.log.verdict} ${finding.log.example.message}`;
  });
}

test('a run without fault has none', () => {
  expect(found({ logs: { train: sampleLogs('train', [sampleLog('train')]) } })).toEqual([]);
});

test('what gates comes first, steps before tests and tests before log lines', () => {
  const attempts = [
    sampleAttempt('train', 'passed', { title: 'a' }),
    sampleAttempt('next', 'failed', { title: 'a' }),
    sampleAttempt('train', 'failed', { title: 'b' }),
    sampleAttempt('next', 'failed', { title: 'b' }),
  ];
  const next = [
    sampleLog('next'),
    sampleLog('next', { channel: 'rdbms', level: 'warning', message: 'slow' }),
  ];
  const failure = { kind: 'infrastructure', what: 'It broke.', next: 'Mend it.' } as const;
  expect(
    found({
      attempts,
      logs: { train: sampleLogs('train'), next: sampleLogs('next', next) },
      failures: [{ phase: 'api', failure }],
    }),
  ).toEqual(['api', 'regressed a', 'new Something broke', 'same-fail b', 'new slow']);
});

test('a secret in the logs is one on whichever track it leaks', () => {
  const secret = { channel: 'secret', message: 'a password' } as const;
  const both = {
    train: sampleLogs('train', [sampleLog('train', secret)]),
    next: sampleLogs('next', [sampleLog('next', secret)]),
  };
  expect(found({ logs: both })).toEqual(['same a password']);
});
