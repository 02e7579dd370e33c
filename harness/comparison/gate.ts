import type { Gate, LogComparison, LogVerdict, TestComparison, TestVerdict } from '../core/comparison.ts';
import type { RunRecord } from '../core/run-record.ts';
import { tracks } from '../core/track.ts';
import { doubtsOf, isUp } from './doubts.ts';
import { isConfirmed } from './outcome-on-track.ts';
import { soundAttempts } from './sound-attempts.ts';

/**
 * Go or no-go, with every reason. A run that is not whole is `inconclusive`, also when tests are missing or new errors
 * are logged, because its own breakdown may be the cause; only a confirmed regression is proof all the same. A track
 * that did not boot proves nothing. That no control run tells noise matters only when all else is good. The rules are in
 * verdicts.md, "Gate".
 */
export function gateOf(
  record: RunRecord,
  tests: readonly TestComparison[],
  logs: readonly LogComparison[],
): Gate {
  const doubts = doubtsOf(record, tests);
  const bothUp = tracks.every((track) => isUp(record, track));
  const findings = [...(bothUp ? testFindings(tests) : []), ...logFindings(logs)];
  const isProven = bothUp && tests.some((test) => isConfirmedRegression(test, record));
  if (findings.length > 0 && (isProven || doubts.length === 0))
    return { verdict: 'no-go', reasons: [...findings, ...doubts] };
  if (doubts.length > 0) return { verdict: 'inconclusive', reasons: [...doubts, ...findings] };
  const undecided = undecidedReasons(logs);
  if (undecided.length > 0) return { verdict: 'inconclusive', reasons: undecided };
  return { verdict: 'go', reasons: goReasons(tests, logs) };
}

function isConfirmedRegression({ verdict, attempts }: TestComparison, { outages }: RunRecord): boolean {
  return verdict === 'regressed' && isConfirmed(soundAttempts(attempts.next, outages));
}

function testFindings(tests: readonly TestComparison[]): readonly string[] {
  return tests
    .filter(({ gates }) => gates)
    .map(({ verdict, name, reason }) => `${verdict}: ${name}. ${reason}`);
}

function logFindings(logs: readonly LogComparison[]): readonly string[] {
  return logs.filter(({ gates }) => gates).map(logFinding);
}

function logFinding({ signature, verdict, deprecation, reason }: LogComparison): string {
  const what = deprecation ? `${capital(verdict)} deprecation` : whatIs[verdict];
  return `${what}: ${signature}. ${reason}`;
}

const whatIs: Readonly<Record<LogVerdict, string>> = {
  new: 'New in the logs',
  raised: 'Raised in the logs',
  gone: 'Gone from the mails',
  waived: 'Waived in the logs',
  lowered: 'Lowered in the logs',
  same: 'In the logs of both',
};

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** What would be no-go if it is no noise. */
function undecidedReasons(logs: readonly LogComparison[]): readonly string[] {
  const undecided = logs.filter((log) => log.undecided);
  if (undecided.length === 0) return [];
  return [
    ...undecided.map(logFinding),
    'There is no control run younger than seven days. Run "gm1 run --control", then "gm1 compare" this run again.',
  ];
}

/** Worth a look although they do not gate. */
const shown: readonly TestVerdict[] = ['failure-changed', 'new-failing', 'flaky-next', 'spurious'];

function goReasons(tests: readonly TestComparison[], logs: readonly LogComparison[]): readonly string[] {
  const ran = tests.filter(({ verdict }) => verdict !== 'same-skipped').length;
  const look = shown
    .map((verdict) => ({ verdict, count: tests.filter((test) => test.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`);
  const waived = [...tests, ...logs].filter(({ verdict }) => verdict === 'waived').length;
  const besides = waived > 0 ? ' but for what is waived' : '';
  return [
    `None of ${ran} tests regressed or is missing, and no error is new in the logs${besides}.`,
    ...(waived > 0 ? [`${waived} ${waived === 1 ? 'finding is' : 'findings are'} waived.`] : []),
    ...(look.length > 0 ? [`Look at ${look.join(', ')}.`] : []),
  ];
}
