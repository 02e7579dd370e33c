import { stripVTControlCharacters } from 'node:util';
import { commonRules } from './common-rules.ts';
import { firstFailureRules } from './failure-rules.ts';
import { faultPlace } from './fault-place.ts';
import { faultText } from './fault-text.ts';
import type { LogLevel, LogRecord } from './log-record.ts';
import { firstLogRules, logRules } from './log-rules.ts';
import { Memory } from './memory.ts';
import { TextReducer } from './reduce-text.ts';

const logs = new TextReducer(firstLogRules, logRules);
const failures = new TextReducer(firstFailureRules, commonRules);

/**
 * What identifies a fault in a log: channel, level class, exception class, message and place without whatever differs
 * between two occurrences or between the tracks (numbers, ids, titles, hosts, ports, versions, paths, line numbers).
 * The rule is in verdicts.md, "Log signatures"; how well it does, in docs/logs.md.
 */
export function logSignature(record: LogRecord): string {
  const { channel, level, exception, message } = record;
  // Where it led to is the very finding.
  const text = channel === 'containment' ? message : logs.reduce(faultText(record));
  const place = faultPlace(record);
  const bare = `${channel} · ${levelClass(level)}`;
  const kind = exception?.class ? `${bare} · ${logs.reduce(exception.class)}` : bare;
  return joined
    .recall(text, () => new Memory())
    .recall(place, () => new Memory())
    .recall(kind, () => [kind, text, place].filter(Boolean).join(' · '));
}

/** By text, place and kind. What is one string each time is found again more quickly than what is put together anew. */
const joined = new Memory<Memory<Memory<string>>>();

/** What identifies a test's failure: the first lines of its message without what differs between two attempts. */
export function failureSignature(message: string | undefined): string {
  return failures.reduce(firstLines(message ?? '')) || 'no message';
}

export type LevelClass = 'error' | 'warning' | 'info';

const levelClasses: Readonly<Record<LogLevel, LevelClass>> = {
  debug: 'info',
  info: 'info',
  notice: 'info',
  warning: 'warning',
  error: 'error',
  critical: 'error',
  alert: 'error',
  emergency: 'error',
};

export function levelClass(level: LogLevel): LevelClass {
  return levelClasses[level];
}

const mostLines = 6;

/** Up to the stack or the tool's log of calls. */
function firstLines(message: string): string {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const end = lines.findIndex((line) => /^(?:at .*[:)]|call log:?|stack( trace)?:)/i.test(line));
  return lines.slice(0, end === -1 ? mostLines : Math.min(Math.max(end, 1), mostLines)).join('\n');
}
