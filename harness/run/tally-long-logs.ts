import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LogTallies } from '../comparison/compare-logs.ts';
import type { LogTally } from '../comparison/log-tally.ts';
import type { CollectedLogs } from '../core/log-record.ts';
import type { Track } from '../core/track.ts';

/** Fewer records are counted before a thread has started. */
const fewRecords = 20_000;

/** What is read of a log lives for a moment: the more room it has, the more memory is taken, and nothing is quicker. */
const youngMegabytes = 8;

/**
 * Counts the records of each track whose logs are long and on disk, in a thread for each, so that the tracks are counted
 * side by side; the others are left to the comparison. Throws when a log is not whole any more.
 */
export async function tallyLongLogs(
  logs: Readonly<Partial<Record<Track, CollectedLogs>>>,
): Promise<LogTallies> {
  const counted = Object.values(logs).flatMap(({ track, records: { length, directory } }) =>
    length > fewRecords && directory !== undefined ? [tallyInThread({ track, directory })] : [],
  );
  return Object.fromEntries(await Promise.all(counted));
}

/** What the thread is asked to count. */
export interface LongLog {
  readonly track: Track;
  readonly directory: string;
}

async function tallyInThread(log: LongLog): Promise<readonly [Track, LogTally]> {
  const thread = new Worker(new URL('./tally-thread.ts', import.meta.url), {
    workerData: log,
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  });
  const [tally] = (await once(thread, 'message')) as [LogTally];
  return [log.track, tally];
}
