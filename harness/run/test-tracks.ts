import { compareTests } from '../comparison/compare-tests.ts';
import { mostConfirmingAttempts, testsToConfirm } from '../comparison/tests-to-confirm.ts';
import type { SuiteName } from '../core/definition.ts';
import { noEarlierAttempts } from '../core/earlier-attempts.ts';
import { type Failure, failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Outage } from '../core/outage.ts';
import { type Attempt, type Exchange, testName } from '../core/result.ts';
import { tracks } from '../core/track.ts';
import { runSuite, type SuiteRun } from './run-suite.ts';
import type { RunningTrack } from './stages.ts';
import { type PerTrack, recordFailure, type Workload } from './workload.ts';

/** Each suite runs on train and right after on next, so that both meet the host in the same state. */
export async function testTracks(
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
    const all = [...first, ...(await confirm(work, running, suite, first))];
    attempts.push(...all, ...(await exchangeRegressed(work, running, suite, all)));
    if (work.signal.aborted) return failed(interrupted);
  }
  const [first] = broken;
  return first ? failed(first) : ok(undefined);
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

/** More are not looked into: so many have one cause, and each takes its time. */
const mostExchanged = 20;

/** Runs what regressed once more with one thing exchanged, for `attributed()`; gives the attempts, which no verdict counts. */
async function exchangeRegressed(
  work: Workload,
  running: PerTrack<RunningTrack>,
  suite: SuiteName,
  attempts: readonly Attempt[],
): Promise<readonly Attempt[]> {
  const regressed = compareTests(attempts, noEarlierAttempts, work.outages).filter(
    ({ verdict }) => verdict === 'regressed',
  );
  const only = regressed.slice(0, mostExchanged).map(({ test }) => test);
  if (only.length === 0 || work.signal.aborted) return [];
  const common = { purpose: 'confirming', only } as const;
  const again = await attemptSuite(work, running.train, suite, { ...common, exchange: 'train-again' });
  const { takes } = await runnerOf(work, suite);
  if (!takes.includes('testsOf') || work.signal.aborted) return again.ok ? again.value.attempts : [];
  const choice = { testsOf: 'next' } as const;
  const other = await attemptSuite(work, running.next, suite, {
    ...common,
    choice,
    exchange: 'tests-of-next',
  });
  return [again, other].flatMap((finished) => (finished.ok ? finished.value.attempts : []));
}

async function attemptSuite(
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

async function runnerOf({ stages, definition }: Workload, suite: SuiteName) {
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
