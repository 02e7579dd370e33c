import { compareRun } from '../comparison/compare-run.ts';
import { testsFlakyOnNext } from '../comparison/compare-tests.ts';
import type { Comparison } from '../core/comparison.ts';
import type { Definition } from '../core/definition.ts';
import type { EarlierRuns } from '../core/earlier-attempts.ts';
import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Host } from '../core/host.ts';
import type { RunEventBody, RunRecord } from '../core/run-record.ts';
import type { Waiver } from '../core/waiver.ts';
import type { RunStore } from '../store/store.ts';
import type { Clock } from '../system/clock.ts';
import { compareTracks } from './compare-tracks.ts';
import { addSuspects, type BuildHistory } from './find-suspects.ts';
import { gatherEarlier } from './gather-earlier.ts';
import { gatherReferences } from './gather-references.ts';
import { addCommits } from './list-commits.ts';
import { Recorder } from './recorder.ts';
import type { Stages } from './stages.ts';
import { tallyLongLogs } from './tally-long-logs.ts';

export interface RunRequest {
  readonly definition: Definition;
  /** Train against train: all that it finds is noise. */
  readonly control: boolean;
  /** So many times each suite runs on each track: what fails in one of them is flaky. */
  readonly repeat: number;
  readonly workers: number;
}

export interface RunParts {
  readonly stages: Stages;
  readonly store: RunStore;
  readonly clock: Clock;
  readonly host: Host;
  /** Known findings that do not gate. */
  readonly waivers: readonly Waiver[];
  readonly history: BuildHistory;
  /** Of the same environment, for what is known of flaky tests. */
  readonly earlier: EarlierRuns;
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
  const about = { definition, control: request.control, startedAt: clock.now().toISOString() };
  await compareTracks({
    ...{ definition, stages, journal, recorder, clock, signal },
    ...{ repeat: request.repeat, workers: request.workers },
    earlier: (tests) => gatherEarlier(parts.earlier, about, tests),
    outages: [],
  });
  await recorder.settled();
  if (signal.aborted) return failed(interrupted);
  await recorder.record({ type: 'run-finished' });
  const record = await store.read(journal.id);
  return record.ok ? ok(await compareRecorded(record.value, parts)) : record;
}

export type ComparisonParts = Pick<RunParts, 'store' | 'waivers' | 'history' | 'earlier' | 'signal'>;

/** Compares a recorded run anew and keeps the comparison with it. */
export async function compareRecorded(record: RunRecord, parts: ComparisonParts): Promise<RunFinished> {
  const { store, waivers, history, signal } = parts;
  const references = await gatherReferences(store, record, waivers);
  const earlier = await gatherEarlier(parts.earlier, record, testsFlakyOnNext(record.attempts));
  const tallies = await tallyLongLogs(record.logs);
  const compared = compareRun(record, { ...references, earlier, tallies });
  const suspected = await addSuspects(compared, record, history, signal);
  const comparison = await addCommits(suspected, record, history, signal);
  await store.writeComparison(record.id, comparison);
  return { record, comparison };
}

function asControl(definition: Definition): Definition {
  const { train } = definition.tracks;
  return { ...definition, tracks: { train, next: train } };
}
