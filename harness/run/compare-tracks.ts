import { testsToConfirm } from '../comparison/tests-to-confirm.ts';
import type { BuildRecord } from '../core/build-record.ts';
import type { Definition, SuiteName } from '../core/definition.ts';
import { type Failure, failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Attempt } from '../core/result.ts';
import { type Track, tracks } from '../core/track.ts';
import type { Journal } from '../store/store.ts';
import type { Clock } from '../system/clock.ts';
import type { Recorder } from './recorder.ts';
import { runSuite } from './run-suite.ts';
import type { RunningTrack, Stages } from './stages.ts';

export interface Workload {
  readonly definition: Definition;
  readonly stages: Stages;
  readonly journal: Journal;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly workers: number;
  readonly signal: AbortSignal;
}

type PerTrack<T> = Readonly<Record<Track, T>>;

/** Two confirming attempts make a failure a regression, see verdicts.md. */
const confirmingAttempts = 2;

/** Builds, starts and tests both tracks. Every result and failure is in the journal when it resolves. */
export async function compareTracks(work: Workload): Promise<Outcome<void>> {
  const builds = await forBothTracks((track) => buildTrack(work, track));
  if (!builds.ok) return builds;

  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => takeDown(work));
  const running = await forBothTracks((track) => bringUpTrack(work, track, builds.value[track]));
  if (!running.ok) return running;

  const tested = await testTracks(work, running.value);
  if (work.signal.aborted) return failed(interrupted);
  const logs = await forBothTracks((track) => collectLogs(work, track));
  return tested.ok ? (logs.ok ? ok(undefined) : logs) : tested;
}

async function forBothTracks<T>(step: (track: Track) => Promise<Outcome<T>>): Promise<Outcome<PerTrack<T>>> {
  const train = await step('train');
  if (!train.ok) return train;
  const next = await step('next');
  return next.ok ? ok({ train: train.value, next: next.value }) : next;
}

async function buildTrack(work: Workload, track: Track): Promise<Outcome<BuildRecord>> {
  const { definition, recorder, signal } = work;
  const build = await work.stages.build({
    definition,
    track,
    signal,
    listener: recorder.phases(track),
    onNotice: (text) => void recorder.record({ type: 'notice', text }),
  });
  if (build.ok) await recorder.record({ type: 'built', track, build: build.value });
  else await recordFailure(work, track, 'build', build.failure);
  return build;
}

async function bringUpTrack(
  work: Workload,
  track: Track,
  build: BuildRecord,
): Promise<Outcome<RunningTrack>> {
  const { definition, recorder, journal, signal } = work;
  const running = await work.stages.bringUp({
    definition,
    environment: journal.id,
    build,
    signal,
    listener: recorder.phases(track),
    onNotice: (text) => void recorder.record({ type: 'notice', text }),
  });
  if (running.ok) {
    await recorder.record({ type: 'environment-ready', track, environment: running.value.record });
  } else {
    await recordFailure(work, track, 'provision', running.failure);
  }
  return running;
}

/** Each suite runs on train and right after on next, so that both meet the host in the same state. */
async function testTracks(work: Workload, running: PerTrack<RunningTrack>): Promise<Outcome<void>> {
  const broken: Failure[] = [];
  for (const suite of work.definition.suites) {
    const attempts: Attempt[] = [];
    for (const track of tracks) {
      const finished = await attemptSuite(work, running[track], suite, { purpose: 'first' });
      if (work.signal.aborted) return failed(interrupted);
      if (finished.ok) attempts.push(...finished.value.attempts);
      else broken.push(finished.failure);
    }
    await confirm(work, running, suite, attempts);
    if (work.signal.aborted) return failed(interrupted);
  }
  const [first] = broken;
  return first ? failed(first) : ok(undefined);
}

async function confirm(
  work: Workload,
  running: PerTrack<RunningTrack>,
  suite: SuiteName,
  attempts: readonly Attempt[],
): Promise<void> {
  const doubtful = testsToConfirm(attempts);
  for (const track of tracks) {
    const only = doubtful[track];
    for (let round = 0; only.length > 0 && round < confirmingAttempts; round += 1) {
      if (work.signal.aborted) return;
      await attemptSuite(work, running[track], suite, { purpose: 'confirming', only });
    }
  }
}

async function attemptSuite(
  work: Workload,
  running: RunningTrack,
  suite: SuiteName,
  attempt: Pick<Parameters<typeof runSuite>[0], 'purpose' | 'only'>,
) {
  const { track, name } = running.record;
  await using _watch = work.stages.watch(
    name,
    track,
    (failure) => void recordFailure(work, track, suite, failure),
  );
  const finished = await runSuite({
    ...attempt,
    suite,
    runner: runnerOf(work, suite),
    running,
    resultsDirectory: await work.journal.resultsDirectory(track, suite),
    workers: attempt.purpose === 'confirming' ? 1 : work.workers,
    clock: work.clock,
    signal: work.signal,
    onEvent: (event) => void work.recorder.record(event),
  });
  if (!finished.ok) await recordFailure(work, track, suite, finished.failure);
  await work.recorder.settled();
  return finished;
}

function runnerOf({ stages, definition }: Workload, suite: SuiteName) {
  const runner = stages.runners(definition)[suite];
  if (!runner) throw new Error(`There is no runner for ${suite}.`);
  return runner;
}

async function collectLogs(work: Workload, track: Track): Promise<Outcome<void>> {
  const logs = await work.stages.collectLogs(work.journal.id, track);
  if (!logs.ok) {
    await recordFailure(work, track, 'logs', logs.failure);
    return logs;
  }
  await work.journal.writeLogs(logs.value);
  const { requests, records } = logs.value;
  await work.recorder.record({ type: 'logs-collected', track, requests, records: records.length });
  return ok(undefined);
}

async function takeDown({ stages, journal, recorder }: Workload): Promise<void> {
  const down = await stages.takeDown(journal.id);
  if (!down.ok) await recorder.record({ type: 'notice', text: `${down.failure.what} ${down.failure.next}` });
}

function recordFailure(work: Workload, track: Track, phase: string, failure: Failure): Promise<void> {
  if (failure.kind === 'interrupted') return work.recorder.settled();
  return work.recorder.record({ type: 'failed', track, phase, failure });
}
