import type { Track } from './track.ts';

/**
 * How the first attempts at tests ended in earlier runs of an environment, the nights on record: by `testName()`, for each
 * track a letter a run, the oldest first. `P`: all first attempts passed, `F`: one failed, `-`: none ran. Letters, because
 * there are many: 5,000 tests of 200 runs are two million.
 */
export type EarlierAttempts = ReadonlyMap<string, Readonly<Record<Track, string>>>;

export const noEarlierAttempts: EarlierAttempts = new Map();
