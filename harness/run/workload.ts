import type { Definition } from '../core/definition.ts';
import type { EarlierAttempts } from '../core/earlier-attempts.ts';
import type { Failure } from '../core/failure.ts';
import type { Outage } from '../core/outage.ts';
import type { Track } from '../core/track.ts';
import type { Journal } from '../store/store.ts';
import type { Clock } from '../system/clock.ts';
import type { Recorder } from './recorder.ts';
import type { Stages } from './stages.ts';

/** A run at work. */
export interface Workload {
  readonly definition: Definition;
  readonly stages: Stages;
  readonly journal: Journal;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly repeat: number;
  readonly workers: number;
  /** How tests, by `testName()`, did in earlier runs. */
  readonly earlier: (tests: readonly string[]) => Promise<EarlierAttempts>;
  /** Those that there were so far. */
  readonly outages: Outage[];
  readonly signal: AbortSignal;
}

export type PerTrack<T> = Readonly<Record<Track, T>>;

/** Keeps what failed with the run; an interruption is no failure of it. */
export function recordFailure(work: Workload, track: Track, phase: string, failure: Failure): Promise<void> {
  if (failure.kind === 'interrupted') return work.recorder.settled();
  return work.recorder.record({ type: 'failed', track, phase, failure });
}
