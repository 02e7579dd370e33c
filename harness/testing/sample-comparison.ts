import { compareRun } from '../comparison/compare-run.ts';
import type { Comparison } from '../core/comparison.ts';
import type { AttemptStatus } from '../core/result.ts';
import { sampleAttempt, sampleRun } from './sample-run.ts';

/** Of a run of one test, which passes on the train and ends like this on next. */
export function sampleComparison(run: string, status: AttemptStatus): Comparison {
  const attempts = [sampleAttempt('train', 'passed'), sampleAttempt('next', status)];
  return compareRun(sampleRun({ id: run, attempts }));
}
