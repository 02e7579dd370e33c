import type { Track } from './track.ts';

/**
 * How the first attempts at tests ended in earlier runs of an environment, the nights on record: by `testName()`, for each
 * track a letter a run, the oldest first. `P`: all first attempts passed, `F`: one failed, `-`: none ran.
 */
export type EarlierAttempts = ReadonlyMap<string, Readonly<Record<Track, string>>>;

export const noEarlierAttempts: EarlierAttempts = new Map();

export interface EarlierRequest {
  /** The name of the environment definition. */
  readonly environment: string;
  /** Only of runs that were started before, ISO 8601. */
  readonly before: string;
  /** `testName()`s. */
  readonly tests: readonly string[];
}

/** What is on record of tests; nothing of those that never ran. */
export type EarlierRuns = (request: EarlierRequest) => Promise<EarlierAttempts>;
