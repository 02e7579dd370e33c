import { type LogComparison, type LogVerdict, logVerdicts } from '../core/comparison.ts';
import type { CollectedLogs, LogRecord } from '../core/log-record.ts';
import { levelClass, logSignature } from '../core/signature.ts';
import type { Track } from '../core/track.ts';

/**
 * One verdict for each log signature of either track, what gates first. Errors, PHP's complaints and deprecations that
 * only next has hold a train; a new warning of another channel is shown, but does not gate: many depend on timing.
 */
export function compareLogs(
  train: CollectedLogs | undefined,
  next: CollectedLogs | undefined,
): readonly LogComparison[] {
  const records = [...(next?.records ?? []), ...(train?.records ?? [])];
  return [...Map.groupBy(records, logSignature)]
    .map(([signature, same]) => compareSignature(signature, same))
    .sort((a, b) => rank(a) - rank(b) || (a.signature < b.signature ? -1 : 1));
}

function compareSignature(signature: string, records: readonly LogRecord[]): LogComparison {
  const byTime = records.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const [earliest] = byTime;
  if (!earliest) throw new Error('A signature without a record cannot be compared.');
  const counts = { train: countOn(records, 'train'), next: countOn(records, 'next') };
  const example = byTime.find(({ track }) => track === 'next') ?? earliest;
  const verdict = logVerdict(counts);
  return {
    signature,
    verdict,
    gates: verdict === 'new' && holdsTrain(example),
    deprecation: isDeprecation(example),
    counts,
    example,
    first: earliest.time,
    last: byTime.at(-1)?.time ?? earliest.time,
  };
}

function countOn(records: readonly LogRecord[], track: Track): number {
  return records.filter((record) => record.track === track).length;
}

function logVerdict({ train, next }: Readonly<Record<Track, number>>): LogVerdict {
  if (train === 0) return 'new';
  return next === 0 ? 'gone' : 'same';
}

const errorChannels: ReadonlySet<string> = new Set(['error', 'exception', 'fatal', 'php', 'deprecated']);

/** Wikitech, "Holding the train": any new error message. */
function holdsTrain(record: LogRecord): boolean {
  return levelClass(record.level) === 'error' || errorChannels.has(record.channel) || isDeprecation(record);
}

/** As PHP, MediaWiki's handler of PHP's errors and its channel of that name mark them. */
function isDeprecation({ channel, message, normalizedMessage }: LogRecord): boolean {
  return channel === 'deprecated' || /\bPHP Deprecated: /.test(normalizedMessage ?? message);
}

function rank({ verdict, gates }: LogComparison): number {
  return logVerdicts.indexOf(verdict) * 2 + (gates ? 0 : 1);
}
