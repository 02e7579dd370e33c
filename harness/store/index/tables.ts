import type { OutcomeOnTrack } from '../../comparison/outcome-on-track.ts';
import type { RunState } from '../../core/run-record.ts';

/** The tables of the index. Names of tests and signatures, which are long, are kept once and named by a key. */
export interface IndexTables {
  readonly runs: RunRow;
  readonly builds: BuildRow;
  readonly tests: TestRow;
  readonly signatures: SignatureRow;
  readonly results: ResultRow;
  readonly sightings: SightingRow;
}

export interface RunRow {
  readonly id: string;
  /** What its files were like when it was read; another text means that they changed. */
  readonly source: string;
  /** The name of the environment definition. */
  readonly environment: string;
  /** 1 for a run of train against train. */
  readonly control: number;
  readonly state: RunState;
  readonly started_at: string;
  /** Time of the last event. */
  readonly ended_at: string;
  readonly train_build: string | null;
  readonly next_build: string | null;
  /** When next's build was begun, so that what was merged later is not in it. */
  readonly next_built_at: string | null;
  /** Null when it was not compared. */
  readonly gate: string | null;
  /** 1 when next's logs were collected. */
  readonly has_logs: number;
}

export interface BuildRow {
  readonly id: string;
  /** The `BuildRecord` as JSON: runs outlive the records of their builds. */
  readonly record: string;
}

export interface TestRow {
  readonly key: string;
  /** `testName()`. */
  readonly name: string;
}

export interface SignatureRow {
  readonly key: string;
  readonly kind: 'log' | 'failure';
  readonly text: string;
}

/** One test in one run. */
export interface ResultRow {
  readonly test: string;
  readonly run: string;
  readonly train: OutcomeOnTrack;
  readonly next: OutcomeOnTrack;
  /** Of the first attempt; null when the test did not run. */
  readonly train_seconds: number | null;
  readonly next_seconds: number | null;
  readonly verdict: string | null;
  /** 1 when the verdict gates, or would without its waiver. */
  readonly gates: number;
  /** Of the first failure on next. */
  readonly signature: string | null;
}

/** One signature in one run: log records, or attempts that failed with it. */
export interface SightingRow {
  readonly signature: string;
  readonly run: string;
  readonly train: number;
  readonly next: number;
  /** Of a log signature. */
  readonly verdict: string | null;
  readonly gates: number;
}
