import type { Comparison } from '../../harness/core/comparison.ts';
import type { AttemptStatus } from '../../harness/core/result.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import type { Track } from '../../harness/core/track.ts';
import { plainLine } from './plain-text.ts';

export interface SuiteSide {
  /** By the first attempt. */
  readonly counts: Readonly<Record<AttemptStatus, number>>;
  readonly seconds?: number;
}

export interface SuiteRow {
  readonly suite: string;
  readonly tests: number;
  readonly sides: Readonly<Record<Track, SuiteSide>>;
}

/** The suites in the order of the definition, then any other that left results. */
export function suites(record: RunRecord, comparison: Comparison): readonly SuiteRow[] {
  const tests = Map.groupBy(comparison.tests, ({ test }) => test.suite);
  const names = [...new Set([...record.definition.suites, ...tests.keys()])];
  return names.map((suite) => {
    const ofSuite = tests.get(suite) ?? [];
    const side = (track: Track): SuiteSide => ({
      counts: countFirst(ofSuite.flatMap(({ attempts }) => attempts[track].slice(0, 1))),
      ...seconds(record, track, suite),
    });
    return {
      suite: plainLine(suite),
      tests: ofSuite.length,
      sides: { train: side('train'), next: side('next') },
    };
  });
}

function countFirst(attempts: readonly { readonly status: AttemptStatus }[]): SuiteSide['counts'] {
  const count = (status: AttemptStatus) => attempts.filter((attempt) => attempt.status === status).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

function seconds(record: RunRecord, track: Track, suite: string) {
  const phase = record.phases[track].find(({ name }) => name === suite);
  return phase && { seconds: phase.seconds };
}
