import type { SuiteName } from '../core/definition.ts';
import type { Outage } from '../core/outage.ts';
import type { Exchange } from '../core/result.ts';
import { runSuite, type SuiteRun } from './run-suite.ts';
import type { RunningTrack } from './stages.ts';
import { recordFailure, type Workload } from './workload.ts';

/** Runs a suite, or some of its tests, on one track; with an exchange the attempts are none that verdicts count. */
export async function attemptSuite(
  work: Workload,
  running: RunningTrack,
  suite: SuiteName,
  { exchange, ...attempt }: Pick<SuiteRun, 'purpose' | 'only' | 'choice'> & { readonly exchange?: Exchange },
) {
  const { track, name } = running.record;
  await using watch = work.stages.watch(name, track, (failure, away) => {
    if (away) recordOutage(work, { track, ...away, failure });
    else void recordFailure(work, track, suite, failure);
  });
  const finished = await runSuite({
    ...attempt,
    suite,
    runner: await runnerOf(work, suite),
    running,
    watch,
    resultsDirectory: await work.journal.resultsDirectory(track, suite),
    workers: attempt.purpose === 'confirming' ? 1 : work.workers,
    clock: work.clock,
    signal: work.signal,
    onEvent: (event) =>
      void work.recorder.record(
        exchange && event.type === 'attempt' ? { ...event, type: 'exchanged', exchange } : event,
      ),
  });
  if (!finished.ok) await recordFailure(work, track, suite, finished.failure);
  await work.recorder.settled();
  return finished;
}

export async function runnerOf({ stages, definition }: Workload, suite: SuiteName) {
  const runner = (await stages.runners(definition))[suite];
  if (!runner) throw new Error(`There is no runner for ${suite}.`);
  return runner;
}

/** What failed meanwhile is run again; the notice is for people. */
function recordOutage({ recorder, outages }: Workload, outage: Outage): void {
  outages.push(outage);
  const { what, why } = outage.failure;
  void recorder.record({ type: 'outage', ...outage });
  void recorder.record({ type: 'notice', text: [what, why].filter(Boolean).join(' ') });
}
