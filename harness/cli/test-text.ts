import { type Attempt, testName } from '../core/result.ts';
import { countAttempt, noCounts, sayCounts } from './suite-counts.ts';

/** Each test that failed, once, with its last message; then the counts of all attempts. */
export function testText(attempts: readonly Attempt[]): string {
  const byTest = Map.groupBy(attempts, ({ test }) => testName(test));
  const counts = attempts.reduce((sum, { status }) => countAttempt(sum, status), noCounts);
  return [...[...byTest].flatMap(([name, own]) => failureText(name, own)), sayCounts(counts), ''].join('\n');
}

function failureText(name: string, attempts: readonly Attempt[]): readonly string[] {
  const failures = attempts.filter(({ status }) => status === 'failed');
  const last = failures.at(-1);
  if (!last) return [];
  const times = attempts.length > 1 ? `, failed ${failures.length} of ${attempts.length} times` : '';
  return [`✖ ${name}${times}\n${indent(last.message ?? 'no message')}`];
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
