import type { RunFinding } from '../../harness/comparison/findings.ts';
import { unreachable } from '../../harness/core/unreachable.ts';
import { countOf } from './measures.ts';
import { plainLine } from './plain-text.ts';

/** Findings that most likely have one cause, the worst first. Each finding is of one cause. */
export interface Cause {
  /** Why they stand together; absent of a finding that stands alone. */
  readonly sentence?: string;
  /** `Finding.number`s, ascending. */
  readonly numbers: readonly number[];
}

/**
 * Puts together what shows one fault: tests with a failure signature in common, log lines and the failing tests that
 * made them, tests of one file that did not run, and a step that failed with the tests that it kept from running.
 */
export function causes(findings: readonly RunFinding[]): readonly Cause[] {
  const groups = new Groups(findings.length);
  const failing = new Set(findings.flatMap((finding) => (failsOnNext(finding) ? [finding.test.name] : [])));
  const steps = new Set(
    findings.flatMap((finding) => (finding.kind === 'failure' ? [stepKey(finding)] : [])),
  );
  for (const [index, finding] of findings.entries())
    for (const key of keysOf(finding, failing, steps)) groups.put(index, key);
  return groups.list().map((indexes) => {
    const numbers = indexes.map((index) => index + 1);
    if (indexes.length === 1) return { numbers };
    return { numbers, sentence: sentenceOf(indexes.flatMap((index) => findings[index] ?? [])) };
  });
}

type TestFinding = Extract<RunFinding, { kind: 'test' }>;
type LogFinding = Extract<RunFinding, { kind: 'log' }>;

function failsOnNext(finding: RunFinding): finding is TestFinding {
  return finding.kind === 'test' && finding.test.attempts.next.some(({ status }) => status === 'failed');
}

/** What two findings have in common when they have one cause. */
function keysOf(
  finding: RunFinding,
  failing: ReadonlySet<string>,
  steps: ReadonlySet<string>,
): readonly string[] {
  switch (finding.kind) {
    case 'failure':
      return [stepKey(finding)];
    case 'log':
      return logKeys(finding, failing);
    case 'test':
      return testKeys(finding, steps);
    default:
      return unreachable(finding);
  }
}

function stepKey({ failed: { track, phase } }: Extract<RunFinding, { kind: 'failure' }>): string {
  return `step ${track ?? ''} ${phase}`;
}

/** A line that tests write which do not fail is the cause of no failure. */
function logKeys({ log: { origins, deprecation } }: LogFinding, failing: ReadonlySet<string>): string[] {
  const { tests, testCount } = origins;
  const isOfFailures = tests.length === testCount && tests.every((test) => failing.has(test));
  return isOfFailures && !deprecation ? tests.map((test) => `test ${test}`) : [];
}

function testKeys(finding: TestFinding, steps: ReadonlySet<string>): string[] {
  const { test, name, signatures, verdict } = finding.test;
  if (failsOnNext(finding))
    return [`test ${name}`, ...signatures.filter(tells).map((signature) => `failure ${signature}`)];
  if (verdict !== 'missing') return [];
  const step = `step next ${test.suite}`;
  return [steps.has(step) ? step : `missing ${test.suite} ${test.file}`];
}

/** `failureSignature` of a failure without a message says nothing. */
function tells(signature: string): boolean {
  return signature !== 'no message';
}

function sentenceOf(findings: readonly RunFinding[]): string {
  const tests = findings.flatMap((finding) => (finding.kind === 'test' ? [finding] : []));
  const logs = findings.filter(({ kind }) => kind === 'log').length;
  const failing = tests.filter(failsOnNext);
  const missing = tests.length - failing.length;
  const [first] = failing;
  const parts = [
    findings.length > tests.length + logs && 'A step that failed',
    failing.length > 0 && `${countOf(failing.length, 'test')} failing${failing.length > 1 ? ' alike' : ''}`,
    missing > 0 && `${countOf(missing, 'test')} that did not run`,
    logs > 0 && `${countOf(logs, 'log line')} that no passing test wrote`,
  ].filter((part) => typeof part === 'string');
  const what = first ? `: ${first.test.signatures[0] ?? ''}` : missing > 0 ? placeOf(tests) : '';
  return plainLine(`${parts.join(' and ')}${what}`, 200);
}

function placeOf([first]: readonly TestFinding[]): string {
  return first ? `: ${first.test.test.suite} › ${first.test.test.file}` : '';
}

/** Joins indexes that share a key, also by way of others. */
class Groups {
  readonly #parents: number[];
  readonly #firstOf = new Map<string, number>();

  constructor(size: number) {
    this.#parents = Array.from({ length: size }, (_, index) => index);
  }

  put(index: number, key: string): void {
    const other = this.#firstOf.get(key);
    if (other === undefined) this.#firstOf.set(key, index);
    else this.#join(index, other);
  }

  list(): readonly (readonly number[])[] {
    return [...Map.groupBy(this.#parents.keys(), (index) => this.#rootOf(index)).values()];
  }

  /** The lowest index is the root, so that a group stands where its worst finding does. */
  #join(one: number, other: number): void {
    const [a, b] = [this.#rootOf(one), this.#rootOf(other)];
    this.#parents[Math.max(a, b)] = Math.min(a, b);
  }

  #rootOf(index: number): number {
    const parent = this.#parents[index] ?? index;
    return parent === index ? index : this.#rootOf(parent);
  }
}
