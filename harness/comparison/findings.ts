import {
  type Comparison,
  type LogComparison,
  type TestComparison,
  type TestVerdict,
  testVerdicts,
} from '../core/comparison.ts';
import type { RunRecord } from '../core/run-record.ts';

/** A verdict worth a person's look, or a step of the run that failed. */
export type RunFinding =
  | { readonly kind: 'failure'; readonly failed: RunRecord['failures'][number] }
  | { readonly kind: 'test'; readonly test: TestComparison }
  | { readonly kind: 'log'; readonly log: LogComparison };

/** Worst first: steps that failed, tests that gate, log lines that gate, then the rest in the same order. */
export function findingsOf(record: RunRecord, comparison: Comparison): readonly RunFinding[] {
  const tests = comparison.tests
    .filter(({ verdict, gates }) => gates || testsWorthALook.has(verdict))
    .toSorted((a, b) => testVerdicts.indexOf(a.verdict) - testVerdicts.indexOf(b.verdict));
  const logs = comparison.logs.filter(isWorthALook);
  return [
    ...record.failures.map((failed) => ({ kind: 'failure', failed }) as const),
    ...tests.filter(({ gates }) => gates).map(asTest),
    ...logs.filter(({ gates }) => gates).map(asLog),
    ...logs.filter(({ undecided }) => undecided).map(asLog),
    ...tests.filter(({ gates }) => !gates).map(asTest),
    ...logs.filter(({ gates, undecided }) => !gates && !undecided).map(asLog),
  ];
}

const testsWorthALook: ReadonlySet<TestVerdict> = new Set([
  'regressed',
  'missing',
  'newly-flaky',
  'failure-changed',
  'new-failing',
  'flaky-next',
  'spurious',
  'waived',
  'same-fail',
  'flaky-train',
]);

/** A secret in a log is a finding on whatever track it leaks. */
function isWorthALook({ verdict, gates, undecided, example, counts }: LogComparison): boolean {
  if (gates || undecided || verdict === 'new' || verdict === 'raised' || verdict === 'waived') return true;
  return example.channel === 'secret' && counts.next > 0;
}

function asTest(test: TestComparison): RunFinding {
  return { kind: 'test', test };
}

function asLog(log: LogComparison): RunFinding {
  return { kind: 'log', log };
}
