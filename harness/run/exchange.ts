import { compareTests } from '../comparison/compare-tests.ts';
import { configOf, type Definition, type SuiteName } from '../core/definition.ts';
import { noEarlierAttempts } from '../core/earlier-attempts.ts';
import { failureSentence, type Outcome } from '../core/failure.ts';
import type { Attempt, TestIdentity } from '../core/result.ts';
import { attemptSuite, runnerOf } from './attempt-suite.ts';
import type { RunningTrack } from './stages.ts';
import type { PerTrack, Workload } from './workload.ts';

/** More are not looked into: so many have one cause, and each takes its time. */
const mostExchanged = 20;

/** The tests of a suite that an exchange may explain, given all attempts of it. */
export function testsToExchange(work: Workload, attempts: readonly Attempt[]): readonly TestIdentity[] {
  return compareTests(attempts, noEarlierAttempts, work.outages)
    .filter(({ verdict }) => verdict === 'regressed')
    .slice(0, mostExchanged)
    .map(({ test }) => test);
}

/** Runs what regressed once more with one thing exchanged, for `attributed()`; gives the attempts, which no verdict counts. */
export async function exchangeOnRunning(
  work: Workload,
  running: PerTrack<RunningTrack>,
  suite: SuiteName,
  only: readonly TestIdentity[],
): Promise<readonly Attempt[]> {
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

/**
 * Runs what regressed once more on next's code with train's configuration, where next has one of its own. It takes the
 * place of next, so that all else, the logs too, must be done.
 */
export async function exchangeConfiguration(
  work: Workload,
  regressed: readonly TestIdentity[],
): Promise<void> {
  const { definition, recorder, signal } = work;
  if (regressed.length === 0 || configOf(definition, 'train') === configOf(definition, 'next')) return;
  const running = await startNextWith(work, withConfigOfTrain(definition));
  if (signal.aborted) return;
  if (!running.ok) {
    const text = `What regressed could not be run with train's configuration: ${failureSentence(running.failure)}`;
    return recorder.record({ type: 'notice', text });
  }
  for (const suite of new Set(regressed.map((test) => test.suite))) {
    const only = regressed.filter((test) => test.suite === suite);
    const attempt = { purpose: 'confirming', only, exchange: 'config-of-train' } as const;
    if (!signal.aborted) await attemptSuite(work, running.value, suite, attempt);
  }
}

function withConfigOfTrain(definition: Definition): Definition {
  const { train, next } = definition.tracks;
  return { ...definition, tracks: { train, next: { ...next, config: configOf(definition, 'train') } } };
}

/** It is none of the run's own builds and phases. */
async function startNextWith(work: Workload, definition: Definition): Promise<Outcome<RunningTrack>> {
  const { stages, journal, recorder, signal } = work;
  const listener = { started: () => {}, finished: () => {} };
  const onNotice = (text: string) => void recorder.record({ type: 'notice', text });
  const common = { definition, listener, onNotice, signal };
  const build = await stages.build({ ...common, track: 'next' });
  if (!build.ok) return build;
  return stages.bringUp({ ...common, environment: journal.id, build: build.value });
}
