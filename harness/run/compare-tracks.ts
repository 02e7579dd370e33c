import { mostConfirmingAttempts, testsToConfirm } from '../comparison/tests-to-confirm.ts';
import type { BuildRecord } from '../core/build-record.ts';
import type { Definition, SuiteName } from '../core/definition.ts';
import { type EarlierAttempts, noEarlierAttempts } from '../core/earlier-attempts.ts';
import { type Failure, failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Outage } from '../core/outage.ts';
import { type Attempt, testName } from '../core/result.ts';
import { type Track, tracks } from '../core/track.ts';
import type { Journal } from '../store/store.ts';
import type { Clock } from '../system/clock.ts';
import { attachEvidence, collectEvidence, incompleteNotice } from './collect-evidence.ts';
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
  /** How tests, by `testName()`, did in earlier runs. */
  readonly earlier: (tests: readonly string[]) => Promise<EarlierAttempts>;
  /** Those that there were so far. */
  readonly outages: Outage[];
  readonly signal: AbortSignal;
}

type PerTrack<T> = Readonly<Record<Track, T>>;

/** Builds, starts and tests both tracks. Every result and failure is in the journal when it resolves. */
export async function compareTracks(work: Workload): Promise<Outcome<void>> {
  const builds = await forBothTracks((track) => buildTrack(work, track));
  if (!builds.ok) return builds;

  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => takeDown(work));
  const running = await forBothTracks((track) => bringUpTrack(work, track, builds.value[track]));
  if (!running.ok) return running;

  const attempts: Attempt[] = [];
  const tested = await testTracks(work, running.value, attempts);
  if (work.signal.aborted) return failed(interrupted);
  const logs = await forBothTracks((track) => collectLogs(work, track, attempts));
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
async function testTracks(
  work: Workload,
  running: PerTrack<RunningTrack>,
  /** All of them go there. */
  attempts: Attempt[],
): Promise<Outcome<void>> {
  const broken: Failure[] = [];
  for (const suite of work.definition.suites) {
    const first: Attempt[] = [];
    for (const track of tracks) {
      const finished = await attemptSuite(work, running[track], suite, { purpose: 'first' });
      if (work.signal.aborted) return failed(interrupted);
      if (finished.ok) first.push(...finished.value.attempts);
      else broken.push(finished.failure);
    }
    attempts.push(...first, ...(await confirm(work, running, suite, first)));
    if (work.signal.aborted) return failed(interrupted);
  }
  const [first] = broken;
  return first ? failed(first) : ok(undefined);
}

/** Runs what failed on one track alone again, until it passes or has failed often enough. */
async function confirm(
  work: Workload,
  running: PerTrack<RunningTrack>,
  suite: SuiteName,
  first: readonly Attempt[],
): Promise<readonly Attempt[]> {
  const attempts = [...first];
  const doubtful = Object.values(testsToConfirm(first, noEarlierAttempts, work.outages)).flat();
  const earlier = await work.earlier(doubtful.map(testName));
  for (const track of tracks) {
    for (let round = 0; round < mostConfirmingAttempts && !work.signal.aborted; round += 1) {
      const only = testsToConfirm(attempts, earlier, work.outages)[track];
      if (only.length === 0) break;
      const finished = await attemptSuite(work, running[track], suite, { purpose: 'confirming', only });
      if (!finished.ok) break;
      attempts.push(...finished.value.attempts);
    }
  }
  return attempts.slice(first.length);
}

async function attemptSuite(
  work: Workload,
  running: RunningTrack,
  suite: SuiteName,
  attempt: Pick<Parameters<typeof runSuite>[0], 'purpose' | 'only'>,
) {
  const { track, name } = running.record;
  await using _watch = work.stages.watch(name, track, (failure, away) => {
    if (away) recordOutage(work, { track, ...away, failure });
    else void recordFailure(work, track, suite, failure);
  });
  const finished = await runSuite({
    ...attempt,
    suite,
    runner: await runnerOf(work, suite),
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

async function runnerOf({ stages, definition }: Workload, suite: SuiteName) {
  const runner = (await stages.runners(definition))[suite];
  if (!runner) throw new Error(`There is no runner for ${suite}.`);
  return runner;
}

async function collectLogs(
  work: Workload,
  track: Track,
  attempts: readonly Attempt[],
): Promise<Outcome<void>> {
  const { journal, recorder } = work;
  const collected = await work.stages.collectLogs(journal.id, track, work.signal);
  if (!collected.ok) {
    await recordFailure(work, track, 'logs', collected.failure);
    return collected;
  }
  // Nobody waited for the jobs of an interrupted run.
  const text = work.signal.aborted ? undefined : incompleteNotice(collected.value);
  if (text !== undefined) await recorder.record({ type: 'notice', text });
  const directoryOf = (suite: string) => journal.resultsDirectory(track, suite);
  const logs = await collectEvidence(collected.value, attempts, directoryOf);
  await journal.writeLogs(logs);
  const { requests, records } = logs;
  await recorder.record({ type: 'logs-collected', track, requests, records: records.length });
  for (const { attempt, attachment } of await attachEvidence(logs, attempts, directoryOf))
    await recorder.record({
      type: 'attached',
      track,
      test: attempt.test,
      startedAt: attempt.startedAt,
      attachment,
    });
  return ok(undefined);
}

async function takeDown({ stages, journal, recorder }: Workload): Promise<void> {
  const down = await stages.takeDown(journal.id);
  if (!down.ok) await recorder.record({ type: 'notice', text: `${down.failure.what} ${down.failure.next}` });
}

/** What failed meanwhile is run again; the notice is for people. */
function recordOutage({ recorder, outages }: Workload, outage: Outage): void {
  outages.push(outage);
  const { what, why } = outage.failure;
  void recorder.record({ type: 'outage', ...outage });
  void recorder.record({ type: 'notice', text: [what, why].filter(Boolean).join(' ') });
}

function recordFailure(work: Workload, track: Track, phase: string, failure: Failure): Promise<void> {
  if (failure.kind === 'interrupted') return work.recorder.settled();
  return work.recorder.record({ type: 'failed', track, phase, failure });
}
