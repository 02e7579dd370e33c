import { formatRate } from '../../harness/comparison/log-reason.ts';
import type { LogComparison, LogVerdict } from '../../harness/core/comparison.ts';
import type { LogRecord } from '../../harness/core/log-record.ts';
import type { Suspect } from '../../harness/core/suspect.ts';
import { type Track, tracks } from '../../harness/core/track.ts';
import { commitLine, shortRef } from './commit-line.ts';
import { countOf, formatMoment } from './measures.ts';
import { plainLine, plainText } from './plain-text.ts';
import { logVerdictWords, type Tone } from './verdict-words.ts';
import { waivedSentence } from './waived.ts';

export interface LogRow {
  readonly verdict: LogVerdict;
  readonly tone: Tone;
  readonly gates: boolean;
  readonly deprecation: boolean;
  /** A mail, which is no fault, or a line of a log. */
  readonly isMail: boolean;
  /** The exception's class or the channel, and the message, in one line. */
  readonly title: string;
  readonly reason: string;
  readonly message: string;
  readonly counts: Readonly<Record<Track, number>>;
  /** Per 1000 requests. */
  readonly rates: Readonly<Record<Track, string>>;
  /** Name and value of what else the example tells: place, wiki, url and so on. */
  readonly facts: readonly (readonly [string, string])[];
  /** The tests that made it, by name, and how many are not named. */
  readonly tests: readonly string[];
  readonly moreTests: number;
  readonly suspects: readonly SuspectRow[];
  readonly waived?: string;
  readonly trace?: string;
}

/** A file of the trace that differs between the builds. */
export interface SuspectRow {
  readonly file: string;
  /** `changed in mediawiki, 1:1.43.9 → 1:1.43.11`. */
  readonly change: string;
  readonly commits: readonly string[];
}

/** More of them do not help who looks. */
const mostTests = 8;
const mostRequests = 5;

export function logRow(log: LogComparison): LogRow {
  const { example, origins } = log;
  const tests = origins.tests.slice(0, mostTests);
  return {
    verdict: log.verdict,
    tone: toneOf(log),
    gates: log.gates,
    deprecation: log.deprecation,
    isMail: example.channel === 'mail',
    title: titleOf(example),
    reason: plainLine(log.reason, 600),
    message: plainText(example.message),
    counts: log.counts,
    rates: { train: formatRate(log.rates.per1000.train), next: formatRate(log.rates.per1000.next) },
    facts: facts(log),
    tests: tests.map((test) => plainLine(test)),
    moreTests: origins.testCount - tests.length,
    suspects: (log.suspects ?? []).map(suspectRow),
    ...(log.waived && { waived: waivedSentence(log.waived) }),
    ...(example.trace && { trace: plainText(example.trace, 12_000) }),
  };
}

/** A mail begins with that word itself. */
function titleOf({ channel, exception, message }: LogRecord): string {
  if (channel === 'mail') return plainLine(message);
  return plainLine(`${exception?.class ?? channel}: ${exception?.message || message}`);
}

function toneOf({ gates, undecided, deprecation, verdict, example }: LogComparison): Tone {
  if (deprecation || undecided) return 'warning';
  if (gates || example.channel === 'secret') return 'error';
  return example.channel === 'mail' ? 'notice' : logVerdictWords[verdict].tone;
}

function facts(log: LogComparison): (readonly [string, string])[] {
  const { example, first, last, signature, origins } = log;
  const all: readonly (readonly [string, string | undefined])[] = [
    ['place', example.place],
    ['channel', `${example.channel}, ${example.level}`],
    ['wikis', origins.wikis.join(', ') || example.wiki],
    ['url', example.url],
    ['step of the test', example.step],
    ['requests', origins.requestIds.slice(0, mostRequests).join(', ') || example.requestId],
    ['version', example.version],
    ['rates', ratesFact(log)],
    ['first', formatMoment(first)],
    ['last', last === first ? undefined : formatMoment(last)],
    ['signature', signature],
  ];
  return all.flatMap(([name, value]) => (value ? [[name, plainLine(value, 1000)] as const] : []));
}

function ratesFact({ rates: { per1000, requests, kinds } }: LogComparison): string | undefined {
  if (tracks.every((track) => requests[track] === 0)) return undefined;
  const of = kinds.length > 0 ? `requests of kind ${kinds.join(', ')}` : 'requests';
  const side = (track: Track) =>
    `${formatRate(per1000[track])} on ${track} (of ${countOf(requests[track], 'request')})`;
  return `per 1000 ${of}: ${side('train')}, ${side('next')}`;
}

function suspectRow({ file, change, repo, from, to, patches, commits = [] }: Suspect): SuspectRow {
  const step = from === to || !from || !to ? (to ?? from ?? '') : `${shortRef(from)} → ${shortRef(to)}`;
  const patched =
    patches.length > 0 ? `; ${countOf(patches.length, 'patch', 'patches')}: ${patches.join(', ')}` : '';
  return {
    file: plainLine(file),
    change: plainLine(`${change} in ${repo}, ${step}${patched}`),
    commits: commits.map(commitLine),
  };
}
