import { mostConfirmingAttempts, testsToConfirm } from '../comparison/tests-to-confirm.ts';
import type { SuiteName } from '../core/definition.ts';
import { noEarlierAttempts } from '../core/earlier-attempts.ts';
import { type Failure, failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import { type Attempt, type TestIdentity, testName } from '../core/result.ts';
import { tracks } from '../core/track.ts';
import { attemptSuite } from './attempt-suite.ts';
import { exchangeOnRunning, testsToExchange } from './exchange.ts';
import type { RunningTrack } from './stages.ts';
import { type PerTrack, recordFailure, type Workload } from './workload.ts';

/** Each suite runs on train and right after on next, so that both meet the host in the same state. Gives what regressed. */
export async function testTracks(
  work: Workload,
  running: PerTrack<RunningTrack>,
  /** All of them go there. */
  attempts: Attempt[],
): Promise<Outcome<readonly TestIdentity[]>> {
  const broken: Failure[] = [];
  const regressed: TestIdentity[] = [];
  for (const suite of work.definition.suites) {
    const first: Attempt[] = [];
    for (const track of Array.from({ length: work.repeat }, () => tracks).flat()) {
      const finished = await attemptSuite(work, running[track], suite, { purpose: 'first' });
      if (work.signal.aborted) return failed(interrupted);
      if (finished.ok) first.push(...finished.value.attempts);
      else broken.push(finished.failure);
    }
    const all = [...first, ...(await confirm(work, running, suite, first))];
    const toExchange = testsToExchange(work, all);
    attempts.push(...all, ...(await exchangeOnRunning(work, running, suite, toExchange)));
    regressed.push(...toExchange);
    if (work.signal.aborted) return failed(interrupted);
  }
  const [first] = broken;
  return first ? failed(first) : ok(regressed);
}

/** Runs what failed on one track alone again, after a reset, until it passes or has failed often enough. */
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
      if (round === 0) await reset(work, running[track]);
      const finished = await attemptSuite(work, running[track], suite, { purpose: 'confirming', only });
      if (!finished.ok) break;
      attempts.push(...finished.value.attempts);
    }
  }
  return attempts.slice(first.length);
}

/** What a test before left behind is none of the code's faults. */
async function reset(work: Workload, { record: { name, track } }: RunningTrack): Promise<void> {
  const { stages, recorder, signal } = work;
  const onNotice = (text: string) => void recorder.record({ type: 'notice', text });
  const done = await stages.reset({ environment: name, track, onNotice, signal });
  if (!done.ok) await recordFailure(work, track, 'reset', done.failure);
}
