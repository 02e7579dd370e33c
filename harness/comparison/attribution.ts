import type { Attribution, TestComparison } from '../core/comparison.ts';
import { type ExchangedAttempt, testName } from '../core/result.ts';
import { type OutcomeOnTrack, outcomeOf } from './outcome-on-track.ts';

/**
 * A regressed test with what made it fail, which its reason says too. The configuration needs no exchange: both tracks have the one of the
 * definition. Nothing is said while train did not run the test once more, for then it may be noise.
 */
export function attributed(test: TestComparison, exchanged: readonly ExchangedAttempt[]): TestComparison {
  if (test.verdict !== 'regressed') return test;
  const own = exchanged.filter(({ attempt }) => testName(attempt.test) === test.name);
  const outcome = (asked: ExchangedAttempt['exchange']) =>
    outcomeOf(own.flatMap(({ exchange, attempt }) => (exchange === asked ? [attempt] : [])));
  const attribution = attributionOf(outcome('train-again'), outcome('tests-of-next'));
  return attribution ? { ...test, attribution, reason: `${test.reason} ${attribution.reason}` } : test;
}

function attributionOf(trainAgain: OutcomeOnTrack, testsOfNext: OutcomeOnTrack): Attribution | undefined {
  switch (trainAgain) {
    case 'failed':
    case 'flaky':
      return {
        cause: 'noise',
        reason: 'Train failed, too, when it ran once more: this is not, or not only, the code of next.',
      };
    case 'passed':
      return ofTestOrProduct(testsOfNext);
    case 'skipped':
    case 'absent':
      return undefined;
  }
}

function ofTestOrProduct(testsOfNext: OutcomeOnTrack): Attribution {
  switch (testsOfNext) {
    case 'passed':
      return {
        cause: 'test',
        reason: 'Next passes its own version of the test: the test changed together with the code.',
      };
    case 'failed':
    case 'flaky':
      return {
        cause: 'product',
        reason: 'Train passed once more, and next fails its own version of the test, too.',
      };
    case 'skipped':
    case 'absent':
      return {
        cause: 'product',
        reason: 'Train passed once more; both tracks have one test and configuration.',
      };
  }
}
