import { type Comparison, type TestVerdict, testVerdicts } from '../../harness/core/comparison.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { type Finding, type FindingBody, testBody } from './finding.ts';
import { logRow } from './log-row.ts';
import { plainLine, plainText } from './plain-text.ts';
import type { Tone } from './verdict-words.ts';

const worthALook: ReadonlySet<TestVerdict> = new Set([
  'regressed',
  'missing',
  'failure-changed',
  'new-failing',
  'flaky-next',
  'same-fail',
  'flaky-train',
]);

type Unnumbered = FindingBody & { readonly gates: boolean; readonly tone: Tone };

/** Worst first: steps that failed, tests that gate, log lines that gate, then the rest in the same order. */
export function findings(record: RunRecord, comparison: Comparison): readonly Finding[] {
  const tests = testFindings(comparison);
  const logs = logFindings(comparison);
  const ordered = [
    ...failureFindings(record),
    ...tests.filter(({ gates }) => gates),
    ...logs.filter(({ gates }) => gates),
    ...tests.filter(({ gates }) => !gates),
    ...logs.filter(({ gates }) => !gates),
  ];
  return ordered.map((finding, index) => ({ ...finding, id: `finding-${index + 1}` }));
}

function failureFindings({ failures }: RunRecord): Unnumbered[] {
  return failures.map(({ track, phase, failure }) => ({
    kind: 'failure',
    gates: false,
    tone: 'error',
    title: plainLine(failure.what, 600),
    place: track ? `${track}, ${phase}` : phase,
    ...(failure.why && { why: plainText(failure.why) }),
    next: plainLine(failure.next, 600),
  }));
}

function testFindings({ tests }: Comparison): Unnumbered[] {
  return tests
    .filter(({ verdict, gates }) => gates || worthALook.has(verdict))
    .toSorted((a, b) => testVerdicts.indexOf(a.verdict) - testVerdicts.indexOf(b.verdict))
    .map((test) => ({ ...testBody(test), gates: test.gates }));
}

function logFindings({ logs }: Comparison): Unnumbered[] {
  return logs
    .filter(({ verdict, gates }) => gates || verdict === 'new')
    .toSorted((a, b) => Number(a.deprecation) - Number(b.deprecation) || b.counts.next - a.counts.next)
    .map((log) => ({ kind: 'log', ...logRow(log) }));
}
