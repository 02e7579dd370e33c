import type { Comparison, EarlierRun } from '../core/comparison.ts';
import type { Definition } from '../core/definition.ts';
import type { Outcome } from '../core/failure.ts';
import type { CollectedLogs } from '../core/log-record.ts';
import type { RunEvent, RunEventBody, RunRecord, RunState } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';

export interface RunSummary {
  readonly id: string;
  readonly startedAt: string;
  readonly state: RunState;
  readonly control: boolean;
  /** The name of the environment definition. */
  readonly environment: string;
}

/** Writes the record of one run as it happens; what was written is on disk when the promise resolves. */
export interface Journal {
  readonly id: string;
  readonly directory: string;
  write(event: RunEventBody): Promise<RunEvent>;
  writeLogs(logs: CollectedLogs): Promise<void>;
  /** An existing folder for a suite's results and attachments. */
  resultsDirectory(track: Track, suite: string): Promise<string>;
}

/** The run directories. */
export interface RunStore {
  begin(definition: Definition, control: boolean): Promise<Journal>;
  /** Reads a run by its id, or the newest one for `latest`. A journal that was cut off is read as far as it goes. */
  read(id: string): Promise<Outcome<RunRecord>>;
  list(): Promise<readonly RunSummary[]>;
  writeComparison(run: string, comparison: Comparison): Promise<void>;
  readComparison(run: string): Promise<Outcome<Comparison>>;
  /** Of the comparisons of these runs, in their order; those that cannot be read are left out. */
  readEarlier(runs: readonly string[]): Promise<readonly EarlierRun[]>;
}
