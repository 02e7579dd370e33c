import type { TestComparison } from '../core/comparison.ts';
import { failureSentence } from '../core/failure.ts';
import type { RunRecord } from '../core/run-record.ts';
import { type Track, tracks } from '../core/track.ts';
import { hasRun } from './outcome-on-track.ts';

/** Of the tests that either track ran; below it a run proves nothing, see verdicts.md, "Gate". */
const leastShare = 0.95;

/** Of the same tests; above it the wikis were not what was to be tested, see verdicts.md, "Gate". */
const mostSpurious = 0.02;

/** Why a run cannot prove that next is good, one sentence each; none when it is whole. */
export function doubtsOf(record: RunRecord, tests: readonly TestComparison[]): readonly string[] {
  const expected = tests.filter(({ attempts }) => hasRun(attempts.train) || hasRun(attempts.next));
  const broken = [
    ...stoppedEarly(record),
    ...failuresOf(record),
    ...tracks.flatMap((track) => notUp(record, track)),
  ];
  if (expected.length === 0) return [...broken, 'No test ran at all.'];
  if (tracks.some((track) => !isUp(record, track))) return broken;
  return [
    ...broken,
    ...tracks.flatMap((track) => suitesNotRun(record, track)),
    ...tracks.flatMap((track) => tooFewRan(expected, track)),
    ...tooManySpurious(expected),
    ...tracks.flatMap((track) => logsNotSeen(record, track)),
  ];
}

/** Whether a track's image was built and its environment answered. */
export function isUp({ builds, environments }: RunRecord, track: Track): boolean {
  return builds[track] !== undefined && environments[track] !== undefined;
}

function stoppedEarly({ state }: RunRecord): readonly string[] {
  if (state === 'interrupted') return ['The run was interrupted before its end.'];
  return state === 'running' ? ['The run has not ended yet.'] : [];
}

function failuresOf({ failures }: RunRecord): readonly string[] {
  return failures.map(
    ({ track, phase, failure }) => `${[track, phase].filter(Boolean).join(' ')}: ${failureSentence(failure)}`,
  );
}

function notUp(record: RunRecord, track: Track): readonly string[] {
  const isExplained = record.failures.some((failure) => failure.track === track);
  if (isUp(record, track) || isExplained) return [];
  return [
    record.builds[track]
      ? `The environment of ${track} never became ready.`
      : `No image of ${track} was built.`,
  ];
}

function suitesNotRun({ definition, attempts, phases }: RunRecord, track: Track): readonly string[] {
  return definition.suites.flatMap((suite) => {
    const own = attempts.filter(({ test, track: on }) => on === track && test.suite === suite);
    if (!hasRun(own)) return [`The suite ${suite} ran no test on ${track}.`];
    return phases[track].some(({ name }) => name === suite)
      ? []
      : [`The suite ${suite} did not end on ${track}.`];
  });
}

function tooFewRan(expected: readonly TestComparison[], track: Track): readonly string[] {
  const ran = expected.filter(({ attempts }) => hasRun(attempts[track])).length;
  if (ran / expected.length >= leastShare) return [];
  const share = Math.floor((100 * ran) / expected.length);
  return [
    `Only ${ran} of the ${expected.length} expected tests ran on ${track} (${share} %, 95 % are needed).`,
  ];
}

function tooManySpurious(expected: readonly TestComparison[]): readonly string[] {
  const spurious = expected.filter(({ verdict }) => verdict === 'spurious').length;
  if (spurious / expected.length <= mostSpurious) return [];
  const share = Math.ceil((100 * spurious) / expected.length);
  return [
    `${spurious} of ${expected.length} tests failed while services of the wikis or the browser were away, or the disk was full (${share} %, 2 % may).`,
  ];
}

function logsNotSeen({ logs }: RunRecord, track: Track): readonly string[] {
  const own = logs[track];
  if (!own) return [`The logs of ${track} were not collected.`];
  return own.requests === 0
    ? [`The logs of ${track} show no request, so they cannot be those of its tests.`]
    : [];
}
