import type { LogLevel, LogRecord } from '../core/log-record.ts';
import type { Track } from '../core/track.ts';
import { EntryLines } from './entry-lines.ts';
import { type Logged, originOf } from './logged.ts';
import { type Frame, framesOf, placeOf } from './place.ts';

/** Levels as in MediaWiki's own error handler (`MWExceptionHandler::handleError`). */
const levelOfKind: Readonly<Record<string, LogLevel>> = {
  'Fatal error': 'critical',
  'Parse error': 'critical',
  'Recoverable fatal error': 'error',
  Warning: 'error',
  Notice: 'error',
  Deprecated: 'warning',
};

const start = /^\[(\d{2}-[A-Z][a-z]{2}-\d{4} \d{2}:\d{2}:\d{2}) ([\w/+:-]+)\] (.*)$/s;

/** The records of PHP's `error_log`: a line with a time, and the lines of its trace. Undefined for what is neither. */
export async function* readPhpLog(
  lines: AsyncIterable<string | undefined>,
  track: Track,
): AsyncGenerator<Logged | undefined> {
  const entry = new EntryLines();
  for await (const line of lines) {
    if (line !== undefined && startsPhpEntry(line)) {
      if (!entry.isEmpty) yield readPhpEntry(entry.take(), track);
      entry.add(line);
    } else if (line === undefined || line.startsWith('[') || entry.isEmpty) yield undefined;
    else entry.add(line);
  }
  if (!entry.isEmpty) yield readPhpEntry(entry.take(), track);
}

/** Whether a line begins an entry; those that do not belong to the entry before. */
export function startsPhpEntry(line: string): boolean {
  return start.test(line);
}

/** Reads the lines of one entry. */
export function readPhpEntry(lines: readonly string[], track: Track): Logged | undefined {
  const [, time = '', , text = ''] = start.exec(lines.join('\n')) ?? [];
  const at = new Date(`${time.replaceAll('-', ' ')} UTC`);
  if (Number.isNaN(at.getTime())) return undefined;
  const common = { time: at.toISOString(), track, channel: 'php' };
  const [, kind = '', message = ''] = /^PHP ([A-Z][a-z ]+?):\s+(.*)$/s.exec(text) ?? [];
  const level = levelOfKind[kind];
  if (!level) return { record: { ...common, level: 'warning', message: text } };
  return readError(message, { ...common, level }, kind);
}

type Common = Pick<LogRecord, 'time' | 'track' | 'channel' | 'level'>;

function readError(text: string, common: Common, kind: string): Logged {
  const raised = /^(.*?)(?: in (\S+?)(?: on line |:)(\d+))(?:\nStack trace:\n(.*))?(?:\n.*)?$/s.exec(text);
  if (!raised) return { record: { ...common, message: `PHP ${kind}: ${text}` } };
  const [, what = '', file = '', line, trace = ''] = raised;
  const caller = calledFrom(what);
  const frame: Frame = caller?.frame ?? { file, line: Number(line) };
  const message = caller?.message ?? what;
  const thrown = /^Uncaught ([\w\\]+): (.*)$/s.exec(message);
  const place = placeOf([frame, ...framesOf(trace)]);
  return {
    origin: originOf(frame.file, frame.line, thrown?.[2] ?? message),
    record: {
      ...common,
      message: `PHP ${kind}: ${message}`,
      ...(place && { place }),
      ...(trace && { trace }),
      ...(thrown && { exception: { class: thrown[1] ?? '', message: thrown[2] ?? '' } }),
    },
  };
}

/** Where MediaWiki's `MWDebug` says that the blame lies: `… [Called from X in FILE at line N]`. */
function calledFrom(text: string): { readonly message: string; readonly frame: Frame } | undefined {
  const [, message, file, line] = /^(.*) \[Called from .*? in (\S+) at line (\d+)\]$/s.exec(text) ?? [];
  return message && file ? { message, frame: { file, line: Number(line) } } : undefined;
}
