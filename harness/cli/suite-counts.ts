import type { AttemptStatus } from '../core/result.ts';

export type Counts = Readonly<Record<AttemptStatus, number>>;

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0 };

export function countAttempt(counts: Counts, status: AttemptStatus): Counts {
  return { ...counts, [status]: counts[status] + 1 };
}

/** `12 passed, 1 failed`; empty before the first test has ended. */
export function sayCounts(counts: Counts): string {
  const kinds: readonly AttemptStatus[] = ['passed', 'failed', 'skipped'];
  return kinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind]} ${kind}`)
    .join(', ');
}
