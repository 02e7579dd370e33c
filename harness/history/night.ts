import type { OutcomeOnTrack } from '../comparison/outcome-on-track.ts';
import type { Track } from '../core/track.ts';

/** What history is asked about: a test by its name, a line of the log or a failure of tests by its signature. */
export interface Subject {
  readonly kind: 'test' | 'log' | 'failure';
  /** What the index calls it. */
  readonly key: string;
  readonly name: string;
}

/**
 * What a run says of a subject. `red`: next has the fault and train has not; `known`: both have it; `green`: next has
 * it not; `flaky`: the test failed on next, then passed; `unknown`: the run cannot tell.
 */
export type NightState = 'red' | 'known' | 'green' | 'flaky' | 'unknown';

/** One run as one subject sees it. */
export interface Night {
  readonly run: string;
  readonly startedAt: string;
  /** When the run was over and its verdict there, or as far as it got. */
  readonly endedAt: string;
  /** Next's build and when it was begun. */
  readonly build?: { readonly id: string; readonly startedAt: string };
  readonly state: NightState;
  /** Absent when the run was not compared, and of failures. */
  readonly verdict?: string;
  /** Whether that verdict holds the train, or would without its waiver. */
  readonly gates: boolean;
  /** Of a test. */
  readonly result?: TestResult;
  /** Of a signature: records of the log, or attempts that failed with it. */
  readonly counts?: Readonly<Record<Track, number>>;
}

export interface TestResult {
  readonly outcomes: Readonly<Record<Track, OutcomeOnTrack>>;
  /** Of the first attempt; absent where the test did not run. */
  readonly seconds: Readonly<Partial<Record<Track, number>>>;
}

/** How often a test was flaky on one track: of the runs in which it passed, at once or in the end. */
export interface FlakeCount {
  readonly runs: number;
  readonly flaky: number;
}
