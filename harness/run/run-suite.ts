import type { SuiteName } from '../core/definition.ts';
import { failed, interrupted, type Outcome } from '../core/failure.ts';
import type { Attempt, TestIdentity } from '../core/result.ts';
import type { RunEventBody } from '../core/run-record.ts';
import type { TrackWatch } from '../environment/watch-track.ts';
import type { Runner, SuiteFinished } from '../runners/runner.ts';
import type { TestChoice } from '../runners/test-choice.ts';
import type { Clock } from '../system/clock.ts';
import type { RunningTrack } from './stages.ts';

/** A suite that takes longer than this hangs; the slowest takes about two minutes per track on two cores. */
const suiteDeadlineSeconds = 20 * 60;

export interface SuiteRun {
  readonly suite: SuiteName;
  readonly runner: Runner;
  readonly running: RunningTrack;
  readonly watch: Pick<TrackWatch, 'doubt'>;
  readonly resultsDirectory: string;
  readonly purpose: Attempt['purpose'];
  readonly only?: readonly TestIdentity[];
  readonly choice?: TestChoice;
  readonly workers: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEventBody) => void;
}

/** Runs one suite on one track and tells of each attempt as it ends. */
export async function runSuite(run: SuiteRun): Promise<Outcome<SuiteFinished>> {
  const { suite, purpose, running, onEvent } = run;
  const track = running.record.track;
  onEvent({ type: 'suite-started', track, suite, purpose });
  const start = run.clock.seconds();
  // A person looks as long as it takes.
  const limit = run.choice?.ui ? 24 * 60 * 60 : suiteDeadlineSeconds;
  const deadline = AbortSignal.timeout(limit * 1000);
  const finished = await run.runner.run({
    suite,
    endpoints: running.endpoints,
    endpointsFile: running.endpointsFile,
    resultsDirectory: run.resultsDirectory,
    purpose,
    ...(run.only && { only: run.only }),
    ...(run.choice && { choice: run.choice }),
    workers: run.workers,
    signal: AbortSignal.any([run.signal, deadline]),
    onAttempt: (attempt) => {
      if (attempt.status === 'failed') run.watch.doubt(attempt.startedAt);
      onEvent({ type: 'attempt', attempt });
    },
  });
  if (run.signal.aborted) return failed(interrupted);
  if (deadline.aborted) return failed(tooSlow(suite));
  onEvent({ type: 'suite-finished', track, suite, purpose, seconds: run.clock.seconds() - start });
  if (finished.ok) {
    for (const problem of finished.value.problems) onEvent({ type: 'notice', text: problem });
  }
  return finished;
}

function tooSlow(suite: SuiteName) {
  return {
    kind: 'infrastructure',
    what: `The suite ${suite} did not end within ${suiteDeadlineSeconds / 60} minutes and was stopped.`,
    next: `Run it alone with "gm1 test --suite ${suite}" to see where it hangs.`,
  } as const;
}
