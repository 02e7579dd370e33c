import type { BuildRecord } from './build-record.ts';
import type { Definition, SuiteName } from './definition.ts';
import type { EnvironmentRecord } from './environment-record.ts';
import type { Failure } from './failure.ts';
import type { Host } from './host.ts';
import type { CollectedLogs } from './log-record.ts';
import type { Outage } from './outage.ts';
import type { Phase } from './phase.ts';
import type { Attachment, Attempt, ExchangedAttempt, TestIdentity } from './result.ts';
import type { Track } from './track.ts';

/** Everything that can happen in a run, in the order in which it did: the lines of `events.ndjson`. */
export type RunEvent = { readonly at: string } & RunEventBody;

export type RunEventBody =
  | {
      readonly type: 'run-started';
      readonly run: string;
      readonly control: boolean;
      readonly definition: Definition;
      readonly host?: Host;
    }
  | { readonly type: 'phase-started'; readonly track?: Track; readonly phase: string }
  | {
      readonly type: 'phase-finished';
      readonly track?: Track;
      readonly phase: string;
      readonly seconds: number;
    }
  | { readonly type: 'built'; readonly track: Track; readonly build: BuildRecord }
  | { readonly type: 'environment-ready'; readonly track: Track; readonly environment: EnvironmentRecord }
  | {
      readonly type: 'suite-started';
      readonly track: Track;
      readonly suite: SuiteName;
      readonly purpose: Attempt['purpose'];
    }
  | { readonly type: 'attempt'; readonly attempt: Attempt }
  | ({ readonly type: 'exchanged' } & ExchangedAttempt)
  | {
      readonly type: 'suite-finished';
      readonly track: Track;
      readonly suite: SuiteName;
      readonly purpose: Attempt['purpose'];
      readonly seconds: number;
    }
  | {
      readonly type: 'logs-collected';
      readonly track: Track;
      readonly requests: number;
      readonly records: number;
    }
  | {
      /** Something that was made of an attempt's evidence after its end. */
      readonly type: 'attached';
      readonly track: Track;
      readonly test: TestIdentity;
      readonly startedAt: Attempt['startedAt'];
      readonly attachment: Attachment;
    }
  | ({ readonly type: 'outage' } & Outage)
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'failed'; readonly track?: Track; readonly phase: string; readonly failure: Failure }
  | { readonly type: 'run-finished' };

export const runStates = ['finished', 'failed', 'interrupted', 'running'] as const;

/** `interrupted` when the journal has no end: the process was stopped or killed. */
export type RunState = (typeof runStates)[number];

/** All that a run recorded, read back from its directory. */
export interface RunRecord {
  readonly id: string;
  readonly directory: string;
  readonly control: boolean;
  readonly startedAt: string;
  readonly state: RunState;
  readonly definition: Definition;
  /** What every number of the run was measured on; absent in records that do not tell. */
  readonly host?: Host;
  readonly builds: Readonly<Partial<Record<Track, BuildRecord>>>;
  readonly environments: Readonly<Partial<Record<Track, EnvironmentRecord>>>;
  readonly attempts: readonly Attempt[];
  /** What tells why tests that regressed fail. */
  readonly exchanged: readonly ExchangedAttempt[];
  readonly logs: Readonly<Partial<Record<Track, CollectedLogs>>>;
  /** Suites and everything else that was timed, per track. */
  readonly phases: Readonly<Record<Track, readonly Phase[]>>;
  readonly failures: readonly { readonly track?: Track; readonly phase: string; readonly failure: Failure }[];
  /** Services that ended while tests ran, and were started again. */
  readonly outages: readonly Outage[];
  readonly notices: readonly string[];
}
