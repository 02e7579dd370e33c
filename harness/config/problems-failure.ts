import { basename, relative } from 'node:path';
import type { Failure } from '../core/failure.ts';
import type { Problem } from './explain-issues.ts';

/** All problems of a file at once, a line each. A file of the project is named from its root. */
export function problemsFailure(file: string, projectRoot: string, problems: readonly Problem[]): Failure {
  const inside = relative(projectRoot, file);
  const shown = inside.startsWith('..') ? file : inside;
  const lines = problems.map(({ line, column, text }) => `  ${shown}:${line}:${column}: ${text}`);
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return {
    kind: 'usage',
    what: [`${basename(file)} has ${count}:`, ...lines, ''].join('\n'),
    next: 'Correct the file and start again.',
  };
}
