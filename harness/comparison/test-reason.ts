import type { Attempt } from '../core/result.ts';
import { unreachable } from '../core/unreachable.ts';
import type { FlakeRecord } from './newly-flaky.ts';
import { isConfirmed, outcomeOf } from './outcome-on-track.ts';
import type { AttemptsOnTracks } from './sound-attempts.ts';
import type { BareTestVerdict } from './test-verdict.ts';

/** One sentence that says why a test has its verdict, with the attempts counted. */
export function testReason(
  verdict: BareTestVerdict,
  { train, next }: AttemptsOnTracks,
  record: FlakeRecord,
): string {
  const sides = `Next ${count(next)}, train ${count(train)}`;
  switch (verdict) {
    case 'regressed':
      return isConfirmed(next)
        ? `${sides}: fails on next every time.`
        : `${sides}: fails on next, unconfirmed, because fewer than two confirming attempts ran.`;
    case 'missing':
      return `${sides}: train ran it and next did not.`;
    case 'failure-changed':
      return `${sides}: fails on both, but with another message on next.`;
    case 'newly-flaky':
      return `${sides}: fails on next only sometimes, which is new: ${firstFailures(record)}.`;
    case 'same-fail':
      return `${sides}: fails on both with the same message.`;
    case 'new-failing':
    case 'new-passing':
      return `${sides}: there is no reference on train.`;
    case 'fixed':
      return `${sides}: ${isConfirmed(train) ? 'fails on train every time' : 'fails on train, unconfirmed'}.`;
    case 'flaky-next':
      return `${sides}: fails on next only sometimes.`;
    case 'spurious':
      return `${sides}: failed while services of the wikis or the browser were away, or the disk was full.`;
    case 'flaky-train':
      return `${sides}: fails on train only sometimes.`;
    case 'same-skipped':
      return `${sides}: ran on neither.`;
    case 'same-pass':
      return `${sides}.`;
    default:
      return unreachable(verdict);
  }
}

/** `first attempts failed in 2 of the last 14 runs on next and in 0 of 120 on train`. */
function firstFailures({ next, train }: FlakeRecord): string {
  const [onNext, onTrain] = [`${next.failed} of the last ${next.ran}`, `${train.failed} of ${train.ran}`];
  return `first attempts failed in ${onNext} runs on next and in ${onTrain} on train`;
}

/** `failed 3 of 3`. */
function count(attempts: readonly Attempt[]): string {
  const ran = attempts.filter(({ status }) => status !== 'skipped').length;
  const failed = attempts.filter(({ status }) => status === 'failed').length;
  const outcome = outcomeOf(attempts);
  switch (outcome) {
    case 'absent':
      return 'did not have it';
    case 'skipped':
      return 'skipped it';
    case 'passed':
      return `passed ${ran} of ${ran}`;
    case 'failed':
    case 'flaky':
      return `failed ${failed} of ${ran}`;
    default:
      return unreachable(outcome);
  }
}
