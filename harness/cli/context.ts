import type { Comparison } from '../core/comparison.ts';
import type { Definition } from '../core/definition.ts';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import type { Outcome } from '../core/failure.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';
import type { RequirementResult } from '../requirements/requirement.ts';
import type { RunningTrack, Stages } from '../run/stages.ts';
import type { RunStore } from '../store/store.ts';
import type { Clock } from '../system/clock.ts';
import type { ExitCode } from './exit-code.ts';

export interface WrittenReport {
  readonly directory: string;
  readonly index: string;
  readonly notices: readonly string[];
}

export interface Swept {
  readonly environments: readonly string[];
  readonly containers: number;
  readonly networks: number;
  readonly volumes: number;
  readonly images: number;
}

/** What the commands can ask for; `compose.ts` makes it of the real parts. Nothing connects before it is asked. */
export interface Services {
  readonly store: RunStore;
  readonly clock: Clock;
  /** Tests that may run at once. */
  readonly workers: number;
  loadDefinition(nameOrFile: string): Promise<Outcome<Definition>>;
  checkRequirements(): Promise<readonly RequirementResult[]>;
  installMissing(results: readonly RequirementResult[]): Promise<readonly RequirementResult[]>;
  /** Connects to the container engine. */
  stages(): Promise<Outcome<Stages>>;
  /** The environments on record with their true state; all, or those of one name. */
  environments(name?: string): Promise<Outcome<readonly EnvironmentRecord[]>>;
  /** A track that is up, as its suites see it. */
  running(name: string, track: Track): Promise<Outcome<RunningTrack>>;
  writeReport(
    record: RunRecord,
    comparison: Comparison,
    signal: AbortSignal,
  ): Promise<Outcome<WrittenReport>>;
  terminalSummary(record: RunRecord, comparison: Comparison): string;
  /** Removes (or with `dryRun` counts) what no live environment or run needs. */
  sweep(dryRun: boolean): Promise<Outcome<Swept>>;
  /** An existing folder for the results of `gm1 test`. */
  resultsDirectory(environment: string, track: Track): Promise<string>;
}

/** Standard output or error: a terminal, a pipe or a file. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** One invocation of `gm1`. */
export interface Context {
  readonly services: Services;
  readonly signal: AbortSignal;
  readonly stdout: Output;
  readonly stderr: Output;
  setExitCode(code: ExitCode): void;
}
