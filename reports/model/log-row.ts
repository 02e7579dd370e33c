import type { LogComparison, LogVerdict } from '../../harness/core/comparison.ts';
import type { Track } from '../../harness/core/track.ts';
import { plainLine, plainText } from './plain-text.ts';
import { logVerdictWords, type Tone } from './verdict-words.ts';

export interface LogRow {
  readonly verdict: LogVerdict;
  readonly tone: Tone;
  readonly gates: boolean;
  readonly deprecation: boolean;
  /** The exception's class or the channel, and the message, in one line. */
  readonly title: string;
  readonly message: string;
  readonly counts: Readonly<Record<Track, number>>;
  /** Name and value of what else the example tells: place, wiki, url and so on. */
  readonly facts: readonly (readonly [string, string])[];
  readonly trace?: string;
}

export function logRow(log: LogComparison): LogRow {
  const { example } = log;
  const message = example.exception?.message || example.message;
  return {
    verdict: log.verdict,
    tone: log.deprecation ? 'warning' : logVerdictWords[log.verdict].tone,
    gates: log.gates,
    deprecation: log.deprecation,
    title: plainLine(`${example.exception?.class ?? example.channel}: ${message}`),
    message: plainText(example.message),
    counts: log.counts,
    facts: facts(log),
    ...(example.trace && { trace: plainText(example.trace, 12_000) }),
  };
}

function facts({ example, first, last, signature }: LogComparison): (readonly [string, string])[] {
  const all: readonly (readonly [string, string | undefined])[] = [
    ['place', example.place],
    ['channel', `${example.channel}, ${example.level}`],
    ['wiki', example.wiki],
    ['url', example.url],
    ['test', example.test],
    ['request', example.requestId],
    ['version', example.version],
    ['first', first],
    ['last', last === first ? undefined : last],
    ['signature', signature],
  ];
  return all.flatMap(([name, value]) => (value ? [[name, plainLine(value, 1000)] as const] : []));
}
