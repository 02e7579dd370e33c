import type { Comparison, LogVerdict, TestVerdict } from '../core/comparison.ts';
import type { RunRecord } from '../core/run-record.ts';
import { compareLogs } from './compare-logs.ts';
import { comparePhases } from './compare-phases.ts';
import { compareTests } from './compare-tests.ts';
import { gateOf } from './gate.ts';

/** Compares what a run recorded; the same record always gives the same comparison. */
export function compareRun(record: RunRecord): Comparison {
  const tests = compareTests(record.attempts);
  const logs = compareLogs(record.logs.train, record.logs.next);
  return {
    run: record.id,
    gate: gateOf(record, tests, logs),
    total: tests.length,
    counts: countTests(tests),
    logCounts: countLogs(logs),
    tests,
    logs,
    phases: record.phases,
    timings: comparePhases(record.phases),
  };
}

function countTests(tests: Comparison['tests']): Readonly<Record<TestVerdict, number>> {
  const counts: Record<TestVerdict, number> = {
    regressed: 0,
    missing: 0,
    'failure-changed': 0,
    'new-failing': 0,
    'flaky-next': 0,
    'same-fail': 0,
    'flaky-train': 0,
    fixed: 0,
    'new-passing': 0,
    'same-skipped': 0,
    'same-pass': 0,
  };
  for (const { verdict } of tests) counts[verdict] += 1;
  return counts;
}

function countLogs(logs: Comparison['logs']): Readonly<Record<LogVerdict, number>> {
  const counts: Record<LogVerdict, number> = { new: 0, same: 0, gone: 0 };
  for (const { verdict } of logs) counts[verdict] += 1;
  return counts;
}
