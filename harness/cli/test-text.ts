import { join } from 'node:path';
import { type Attempt, testName } from '../core/result.ts';
import { evidenceName } from '../run/collect-evidence.ts';
import { countAttempt, noCounts, sayCounts } from './suite-counts.ts';

/**
 * Each test that failed, once, with its last message and the file of what the wikis logged of it; then the counts of all
 * attempts.
 */
export function testText(attempts: readonly Attempt[], resultsDirectory: string): string {
  const byTest = Map.groupBy(attempts, ({ test }) => testName(test));
  const counts = attempts.reduce((sum, { status }) => countAttempt(sum, status), noCounts);
  return [
    ...[...byTest].flatMap(([name, own]) => failureText(name, own, resultsDirectory)),
    sayCounts(counts),
    '',
  ].join('\n');
}

function failureText(name: string, attempts: readonly Attempt[], directory: string): readonly string[] {
  const failures = attempts.filter(({ status }) => status === 'failed');
  const last = failures.at(-1);
  if (!last) return [];
  const times = attempts.length > 1 ? `, failed ${failures.length} of ${attempts.length} times` : '';
  const evidence = last.attachments.find((attachment) => attachment.name === evidenceName);
  return [
    `✖ ${name}${times}\n${indent(last.message ?? 'no message')}`,
    ...(evidence ? [`    ${evidenceName}: ${join(directory, evidence.file)}`] : []),
  ];
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
