import { stripVTControlCharacters } from 'node:util';
import type { LogLevel, LogRecord } from './log-record.ts';

/**
 * What identifies a fault in a log: channel, level class, exception class, message and place without whatever differs
 * between two occurrences or between the tracks (numbers, ids, titles, hosts, ports, versions, paths, line numbers).
 * The rule is in verdicts.md, "Log signatures".
 */
export function logSignature(record: LogRecord): string {
  return [
    record.channel,
    levelClass(record.level),
    record.exception?.class ?? '',
    reduceUntilStable(faultText(record), logRules),
    reduceUntilStable(record.place ?? '', logRules),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What identifies a test's failure: the first lines of its message without what differs between two attempts. */
export function failureSignature(message: string | undefined): string {
  return reduceUntilStable(firstLines(message ?? ''), failureRules) || 'no message';
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

/** The template says more surely than the message what is constant, unless it is little but placeholders. */
function faultText({ message, normalizedMessage }: LogRecord): string {
  const words = normalizedMessage?.replace(/\{[^{}\s]*\}/g, '').match(/\p{L}/gu) ?? [];
  return normalizedMessage && words.length >= 8 ? normalizedMessage : message;
}

type Rule = readonly [RegExp, string];

const file = String.raw`\.(?:php|inc|js|mjs|cjs|ts|lua|less|css|sql)`;
const url = String.raw`[^\s"'<>)\]]*`;

/** `#` stands for a number, a hash, an id, a version, an address or a random word: one may look like the other. */
const commonRules: readonly Rule[] = [
  [/https?:\/\/[^\s"'<>)\]]+/g, '<url>'],
  [/(?:\/srv\/mediawiki|\/usr\/share\/mediawiki|\/var\/www\/html)\/(?:php-[^/\s]+\/)?/g, ''],
  [/(?<![\w-])php-(?:\d[\w.-]*|master|next)\//g, ''],
  [/\/tmp\/[^\s"'<>)\]]+/g, '<temporary file>'],
  [new RegExp(`(${file})(?::\\d+(?::\\d+)?|\\(\\d+\\)| on line \\d+| at line \\d+)`, 'g'), '$1'],
  [
    new RegExp(
      String.raw`(?<![\w.-])(?:localhost|\d+(?:\.\d+){3}|[a-z0-9-]+(?:\.[a-z0-9-]+)+):\d{2,5}(?:/${url})?`,
      'g',
    ),
    '<url>',
  ],
  [/(?<![a-z0-9])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![a-z0-9])/gi, '#'],
  [/(?<![a-z0-9])(?:[0-9a-f]{10,}|(?=[a-f]*\d)[0-9a-f]{7,})(?![a-z0-9])/gi, '#'],
  [/(?<![A-Za-z0-9])(?=(?:[A-Za-z]*\d){4})[A-Za-z0-9]{16,}(?![A-Za-z0-9])/g, '#'],
  [/(?<![A-Za-z0-9])(?=[A-Za-z]?[a-z]*\d)[A-Za-z0-9][a-z0-9]{5,}(?![A-Za-z0-9_])/g, '#'],
  [
    /(?<![A-Za-z0-9<])\d+(?:[.,:]\d+)*(?:-wmf\.\d+)?(?:\s?(?:ms|s|sec|seconds?|minutes?|min|bytes|B|[KMG]i?B))?(?![A-Za-z0-9])/g,
    '#',
  ],
  [/(?<!<\d*)\d{3,}/g, '#'],
  [/#(?:, ?#)+/g, '#'],
];

const logRules: readonly Rule[] = [
  // MediaWiki puts the request's id and URL before the message of every exception.
  [/^\[[^\]\s]*\]\s+(?:\[no req\]|\S+)\s{2,}/, ''],
  [/^\[\{reqId\}\] \{exception_url\}\s+/, ''],
  // The function is named before the query, and the query holds data.
  [/\bQuery: (?!…$).*$/s, 'Query: …'],
  [/\[\[[^\]]*\]\]/g, '[[…]]'],
  // A quoted identifier says what is wrong; a quoted title, name or sentence says where it went wrong this time.
  [/"(?=[^"]*[\s/#<]|[^"]*[^\x20-\x7e"])[^"]*"/g, '"…"'],
  [/(?<!\w)'(?=[^'\n]*[\s/#<]|[^'\n]*[^\x20-\x7e'])[^'\n]*'(?!\w)/g, "'…'"],
  ...commonRules,
];

const failureRules: readonly Rule[] = [
  // An HTTP status is the very point of many failures.
  [
    /\b(HTTP|status(?: code)?|answered|expected|received|got|to (?:be|equal))([^\w\n<]{0,4})([1-5]\d\d)(?![\w.,:])/gi,
    '$1$2<$3>',
  ],
  ...commonRules,
];

/** Characters; the rest of a longer message is data, and would only cost time. */
const mostText = 4000;

/** Applied until nothing changes, so that the signature of a signature is itself. */
function reduceUntilStable(text: string, rules: readonly Rule[]): string {
  const reduced = rules
    .reduce(
      (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
      stripVTControlCharacters(text.slice(0, mostText)),
    )
    .replace(/\s+/g, ' ')
    .trim();
  return reduced === text ? reduced : reduceUntilStable(reduced, rules);
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
