import type { Track } from '../core/track.ts';
import type { LogEntry, LogReader } from './log-entry.ts';
import { type LogFilter, matchesFilter } from './log-filter.ts';
import { logReader } from './log-reader.ts';
import { LineBuffer } from './read-lines.ts';

interface Log {
  readonly lines: LineBuffer;
  readonly reader: LogReader;
}

/** Logs of several files in the order of time. Takes their bytes as they come. */
export class LogMerge {
  readonly #track: Track;
  readonly #filter: LogFilter;
  readonly #logs = new Map<string, Log>();
  #entries: LogEntry[] = [];

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
  drain(): readonly LogEntry[] {
    for (const { reader } of this.#logs.values()) this.#keep(reader.end());
    const entries = this.#entries.sort(byTime);
    this.#entries = [];
    return entries;
  }

  /** As `drain`, when no more is to come: a line need not have an end. */
  finish(): readonly LogEntry[] {
    for (const { lines, reader } of this.#logs.values())
      if (lines.isBegun) this.#keep(reader.take(lines.end() ?? tooLong));
    return this.drain();
  }

  #log(path: string): Log {
    const known = this.#logs.get(path);
    if (known) return known;
    const log = { lines: new LineBuffer(), reader: logReader(path, this.#track) };
    this.#logs.set(path, log);
    return log;
  }

  #keep(entry: LogEntry | undefined): void {
    if (entry && matchesFilter(entry, this.#filter)) this.#entries.push(entry);
  }
}

const tooLong = '(a line that is too long to show)';

function byTime(one: LogEntry, other: LogEntry): number {
  return one.time < other.time ? -1 : one.time > other.time ? 1 : 0;
}
