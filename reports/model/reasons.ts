import type {
  Comparison,
  LogComparison,
  TestComparison,
  TestVerdict,
} from '../../harness/core/comparison.ts';
import { testVerdicts } from '../../harness/core/comparison.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { countOf } from './measures.ts';
import { plainLine } from './plain-text.ts';

/**
 * Why the gate is what it is, in few sentences. The gate gives one reason for each finding; those are summed up here,
 * since each is listed with its evidence, a step that failed is named without its cause, and all others are kept.
 */
export function reasonsInShort(
  { failures }: RunRecord,
  { gate, tests, logs }: Comparison,
): readonly string[] {
  const gatingTests = tests.filter(({ gates }) => gates);
  const gatingLogs = logs.filter(({ gates, undecided }) => gates || undecided);
  const others = gate.reasons
    .filter((reason) => !namesFinding(reason, gatingTests, gatingLogs))
    .map((reason) => withoutCause(reason, failures));
  const hasFindings = others.length < gate.reasons.length;
  const summed = hasFindings ? [...testSentences(gatingTests), ...logSentences(gatingLogs)] : [];
  const both = gate.verdict === 'no-go' ? [...summed, ...others] : [...others, ...summed];
  return both.map((reason) => plainLine(reason, 600));
}

function withoutCause(reason: string, failures: RunRecord['failures']): string {
  const what = failures.map(({ failure }) => failure.what).find((sentence) => reason.includes(sentence));
  return what === undefined ? reason : reason.slice(0, reason.indexOf(what) + what.length);
}

function namesFinding(
  reason: string,
  tests: readonly TestComparison[],
  logs: readonly LogComparison[],
): boolean {
  return (
    tests.some(({ name }) => reason.includes(name)) ||
    logs.some(({ signature }) => reason.includes(signature))
  );
}

function testSentences(tests: readonly TestComparison[]): string[] {
  const byVerdict = Map.groupBy(tests, ({ verdict }) => verdict);
  return testVerdicts.flatMap((verdict) => {
    const count = byVerdict.get(verdict)?.length ?? 0;
    return count === 0 ? [] : [testSentence(verdict, countOf(count, 'test'))];
  });
}

function testSentence(verdict: TestVerdict, count: string): string {
  if (verdict === 'regressed') return `${count} regressed.`;
  if (verdict === 'missing') return `${count} ran on train and did not run on next.`;
  return `${count}: ${verdict}.`;
}

function logSentences(logs: readonly LogComparison[]): string[] {
  const groups = Map.groupBy(logs, kindOf);
  return logKinds.flatMap(([kind, sentence]) => {
    const count = groups.get(kind)?.length ?? 0;
    return count === 0 ? [] : [sentence(count)];
  });
}

type LogKind = 'new' | 'raised' | 'mail' | 'deprecation' | 'undecided';

function kindOf({ undecided, deprecation, verdict }: LogComparison): LogKind {
  if (undecided) return 'undecided';
  if (deprecation) return 'deprecation';
  return verdict === 'gone' ? 'mail' : verdict === 'raised' ? 'raised' : 'new';
}

const errors = (count: number) => countOf(count, 'error or warning', 'errors or warnings');

/** The worst first. */
const logKinds: readonly (readonly [LogKind, (count: number) => string])[] = [
  ['new', (count) => `${errors(count)} in the logs of next only.`],
  ['raised', (count) => `${errors(count)} at least three times as often in the logs of next.`],
  ['mail', (count) => `${countOf(count, 'mail')} that train sent and next did not.`],
  [
    'deprecation',
    (count) =>
      `${countOf(count, 'deprecation')} new or more often in the logs of next, which blocks the next train.`,
  ],
  ['undecided', (count) => `${errors(count)} far more often in the logs of next, which may be noise.`],
];
