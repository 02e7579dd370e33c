import type { Gate, LogComparison, TestComparison, TestVerdict } from '../core/comparison.ts';
import type { RunRecord } from '../core/run-record.ts';
import { tracks } from '../core/track.ts';
import { doubtsOf, isUp } from './doubts.ts';
import { isConfirmed } from './outcome-on-track.ts';

/**
 * Go or no-go, with every reason. A run that is not whole is `inconclusive`, also when tests are missing or new errors
 * are logged, because its own breakdown may be the cause; only a confirmed regression is proof all the same. A track
 * that did not boot proves nothing. The rules are in verdicts.md, "Gate".
 */
export function gateOf(
  record: RunRecord,
  tests: readonly TestComparison[],
  logs: readonly LogComparison[],
): Gate {
  const doubts = doubtsOf(record, tests);
  const bothUp = tracks.every((track) => isUp(record, track));
  const findings = [...(bothUp ? testFindings(tests) : []), ...logFindings(logs)];
  const isProven =
    bothUp && tests.some(({ verdict, attempts }) => verdict === 'regressed' && isConfirmed(attempts.next));
  if (findings.length > 0 && (isProven || doubts.length === 0))
    return { verdict: 'no-go', reasons: [...findings, ...doubts] };
  if (doubts.length > 0) return { verdict: 'inconclusive', reasons: [...doubts, ...findings] };
  return { verdict: 'go', reasons: goReasons(tests) };
}

function testFindings(tests: readonly TestComparison[]): readonly string[] {
  return tests
    .filter(({ gates }) => gates)
    .map(({ verdict, name, reason }) => `${verdict}: ${name}. ${reason}`);
}

function logFindings(logs: readonly LogComparison[]): readonly string[] {
  return logs.filter(({ gates }) => gates).map(logFinding);
}

function logFinding({ signature, deprecation, counts }: LogComparison): string {
  const what = deprecation ? 'New deprecation (blocks the next train)' : 'New in the logs';
  return `${what}: ${signature} (${counts.next} on next, none on train).`;
}

/** Worth a look although they do not gate. */
const shown: readonly TestVerdict[] = ['failure-changed', 'new-failing', 'flaky-next'];

function goReasons(tests: readonly TestComparison[]): readonly string[] {
  const ran = tests.filter(({ verdict }) => verdict !== 'same-skipped').length;
  const look = shown
    .map((verdict) => ({ verdict, count: tests.filter((test) => test.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`);
  return [
    `None of ${ran} tests regressed or is missing, and no error is new in the logs.`,
    ...(look.length > 0 ? [`Look at ${look.join(', ')}.`] : []),
  ];
}
