import { type LogComparison, logVerdicts } from '../core/comparison.ts';
import type { LogLevel, LogRecord } from '../core/log-record.ts';
import { isMail } from './holds-train.ts';

/**
 * The worst log line first: what holds the train, what would if it is no noise, then the rest by verdict; of these a
 * fatal error before an exception, an error and a warning, deprecations last, and what comes often before what does not.
 */
export function byBadness(a: LogComparison, b: LogComparison): number {
  const [left, right] = [rank(a), rank(b)];
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.signature < b.signature ? -1 : a.signature > b.signature ? 1 : 0;
}

function rank({ gates, undecided, verdict, deprecation, example, counts }: LogComparison): readonly number[] {
  return [
    gates ? 0 : undecided ? 1 : 2,
    gates ? 0 : logVerdicts.indexOf(verdict),
    deprecation ? 1 : 0,
    severity(example),
    -Math.max(counts.next, verdict === 'gone' ? counts.train : 0),
  ];
}

const severities: Readonly<Record<LogLevel, number>> = {
  emergency: 0,
  alert: 0,
  critical: 0,
  error: 2,
  warning: 3,
  notice: 4,
  info: 5,
  debug: 6,
};

/** Below 2 a request or a job ended for it. A mail that is not sent is as bad as an error that is. */
function severity(example: LogRecord): number {
  if (example.channel === 'fatal') return 0;
  if (example.channel === 'exception') return Math.min(1, severities[example.level]);
  return isMail(example) ? severities.error : severities[example.level];
}
