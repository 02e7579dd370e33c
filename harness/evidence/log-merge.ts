import type { Track } from '../core/track.ts';
import { withoutEchoes } from './echoes.ts';
import type { LogEntry, LogReader, ReadEntry } from './log-entry.ts';
import { type LogFilter, matchesFilter, matchesTest } from './log-filter.ts';
import { logReader, longLinesOf } from './log-reader.ts';
import { LineBuffer } from './read-lines.ts';

interface Log {
  readonly lines: LineBuffer;
  readonly reader: LogReader;
}

/** Whether lines that only repeat another are wanted. */
export type Echoes = 'with echoes' | 'without echoes';

/** Logs of several files in the order of time. Takes their bytes as they come. */
export class LogMerge {
  readonly #track: Track;
  readonly #filter: LogFilter;
  readonly #logs = new Map<string, Log>();
  readonly #testOf = new Map<string, string>();
  #entries: ReadEntry[] = [];
  /** Of requests that nobody has named a test of yet. */
  #undecided: ReadEntry[] = [];

  constructor(track: Track, filter: LogFilter) {
    this.#track = track;
    this.#filter = filter;
  }

  /** More bytes of the log with this path below the folder of logs. */
  add(path: string, bytes: Buffer): void {
    const { lines, reader } = this.#log(path);
    for (const line of lines.take(bytes)) this.#keep(reader.take(line ?? tooLong));
  }

  /** What came since the last time and matches, a trace that is still being written without its rest. */
  drain(echoes: Echoes = 'with echoes'): readonly LogEntry[] {
    for (const { reader } of this.#logs.values()) this.#keep(reader.end());
    const entries = this.#ofTest().sort((one, other) => byTime(one.record, other.record));
    this.#entries = [];
    return (echoes === 'with echoes' ? entries : withoutEchoes(entries)).map(({ record }) => record);
  }

  /** As `drain`, when no more is to come: a line need not have an end. */
  finish(echoes: Echoes = 'with echoes'): readonly LogEntry[] {
    for (const { lines, reader } of this.#logs.values())
      if (lines.isBegun) this.#keep(reader.take(lines.end() ?? tooLong));
    return this.drain(echoes);
  }

  #log(path: string): Log {
    const known = this.#logs.get(path);
    if (known) return known;
    const log = { lines: new LineBuffer(longLinesOf(path)), reader: logReader(path, this.#track) };
    this.#logs.set(path, log);
    return log;
  }

  #keep(entry: ReadEntry | undefined): void {
    if (!entry) return;
    const { requestId, test } = entry.record;
    if (requestId && test) this.#testOf.set(requestId, test);
    if (matchesFilter(entry.record, this.#filter)) this.#entries.push(entry);
  }

  /** The edge names a request's test when it has answered, and jobs of it come later. */
  #ofTest(): ReadEntry[] {
    const { test } = this.#filter;
    const named = [...this.#undecided, ...this.#entries].map((entry) => this.#withTest(entry));
    if (test === undefined) return named;
    this.#undecided = named
      .filter(({ record }) => record.requestId !== undefined && record.test === undefined)
      .slice(-mostUndecided);
    return named.filter(({ record }) => matchesTest(record, test));
  }

  #withTest(entry: ReadEntry): ReadEntry {
    const { requestId, test } = entry.record;
    const known = test === undefined && requestId ? this.#testOf.get(requestId) : undefined;
    return known ? { ...entry, record: { ...entry.record, test: known, correlation: 'exact' } } : entry;
  }
}

const mostUndecided = 10_000;

const tooLong = '(a line that is too long to show)';

function byTime(one: LogEntry, other: LogEntry): number {
  return one.time < other.time ? -1 : one.time > other.time ? 1 : 0;
}
