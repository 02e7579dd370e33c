import type { Attribution, TestComparison } from '../core/comparison.ts';
import { type ExchangedAttempt, testName } from '../core/result.ts';
import { type OutcomeOnTrack, outcomeOf } from './outcome-on-track.ts';

/**
 * A regressed test with what made it fail, which its reason says too. Nothing is said while train did not run the test once
 * more, for then it may be noise.
 */
export function attributed(test: TestComparison, exchanged: readonly ExchangedAttempt[]): TestComparison {
  if (test.verdict !== 'regressed') return test;
  const own = exchanged.filter(({ attempt }) => testName(attempt.test) === test.name);
  const outcome = (asked: ExchangedAttempt['exchange']) =>
    outcomeOf(own.flatMap(({ exchange, attempt }) => (exchange === asked ? [attempt] : [])));
  const attribution = attributionOf(outcome);
  return attribution ? { ...test, attribution, reason: `${test.reason} ${attribution.reason}` } : test;
}

type Outcomes = (exchange: ExchangedAttempt['exchange']) => OutcomeOnTrack;

function attributionOf(outcome: Outcomes): Attribution | undefined {
  switch (outcome('train-again')) {
    case 'failed':
    case 'flaky':
      return {
        cause: 'noise',
        reason: 'Train failed, too, when it ran once more: this is not, or not only, the code of next.',
      };
    case 'passed':
      return ofNext(outcome('config-of-train'), outcome('tests-of-next'));
    case 'skipped':
    case 'absent':
      return undefined;
  }
}

function ofNext(withConfigOfTrain: OutcomeOnTrack, withOwnTests: OutcomeOnTrack): Attribution {
  if (withConfigOfTrain === 'passed')
    return {
      cause: 'configuration',
      reason: "Next passes with train's configuration: its own is what makes the test fail.",
    };
  if (withOwnTests === 'passed')
    return {
      cause: 'test',
      reason: 'Next passes its own version of the test: the test changed together with the code.',
    };
  const failures = [
    ...(hasFailed(withConfigOfTrain) ? ["with train's configuration"] : []),
    ...(hasFailed(withOwnTests) ? ['its own version of the test'] : []),
  ];
  const andNext = failures.length > 0 ? `, and next fails ${failures.join(' and ')}, too` : '';
  return { cause: 'product', reason: `Train passed once more${andNext}.` };
}

function hasFailed(outcome: OutcomeOnTrack): boolean {
  return outcome === 'failed' || outcome === 'flaky';
}
