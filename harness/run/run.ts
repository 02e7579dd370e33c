import { compareRun } from '../comparison/compare-run.ts';
import type { Comparison } from '../core/comparison.ts';
import type { Definition } from '../core/definition.ts';
import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Host } from '../core/host.ts';
import type { RunEventBody, RunRecord } from '../core/run-record.ts';
import type { RunStore } from '../store/store.ts';
import type { Clock } from '../system/clock.ts';
import { compareTracks } from './compare-tracks.ts';
import { Recorder } from './recorder.ts';
import type { Stages } from './stages.ts';

export interface RunRequest {
  readonly definition: Definition;
  /** Train against train: all that it finds is noise. */
  readonly control: boolean;
  readonly workers: number;
}

export interface RunParts {
  readonly stages: Stages;
  readonly store: RunStore;
  readonly clock: Clock;
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEventBody) => void;
}

export interface RunFinished {
  readonly record: RunRecord;
  readonly comparison: Comparison;
}

/**
 * The main job: builds both tracks, starts both, tests both, compares. What went wrong on the way is in the record and
 * makes the gate `inconclusive`; the outcome fails only when the run was interrupted or could not be recorded.
 */
export async function runBothTracks(request: RunRequest, parts: RunParts): Promise<Outcome<RunFinished>> {
  const definition = request.control ? asControl(request.definition) : request.definition;
  const { stages, store, clock, signal } = parts;
  const journal = await store.begin(definition, request.control);
  const recorder = new Recorder(journal, parts.onEvent);
  await recorder.record({
    type: 'run-started',
    run: journal.id,
    control: request.control,
    definition,
    host: parts.host,
  });
  await compareTracks({ definition, stages, journal, recorder, clock, workers: request.workers, signal });
  await recorder.settled();
  if (signal.aborted) return failed(interrupted);
  await recorder.record({ type: 'run-finished' });
  return compareRecorded(store, journal.id);
}

/** Compares a recorded run anew and keeps the comparison with it. */
export async function compareRecorded(store: RunStore, run: string): Promise<Outcome<RunFinished>> {
  const record = await store.read(run);
  if (!record.ok) return record;
  const comparison = compareRun(record.value);
  await store.writeComparison(record.value.id, comparison);
  return ok({ record: record.value, comparison });
}

function asControl(definition: Definition): Definition {
  const { train } = definition.tracks;
  return { ...definition, tracks: { train, next: train } };
}
