import type { BuildRecord } from '../core/build-record.ts';
import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Attempt } from '../core/result.ts';
import type { Track } from '../core/track.ts';
import { attachEvidence, collectEvidence, incompleteNotice } from './collect-evidence.ts';
import { exchangeConfiguration } from './exchange.ts';
import type { RunningTrack } from './stages.ts';
import { testTracks } from './test-tracks.ts';
import { type PerTrack, recordFailure, type Workload } from './workload.ts';

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
  if (tested.ok) await exchangeConfiguration(work, tested.value);
  if (work.signal.aborted) return failed(interrupted);
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
