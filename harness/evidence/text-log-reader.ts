import type { LogLevel } from '../core/log-record.ts';
import type { LogEntry, LogOrigin, LogReader } from './log-entry.ts';
import { readPhpEntry, startsPhpEntry } from './php-log.ts';

interface Begun {
  readonly time: string;
  readonly level: LogLevel;
  readonly message: string;
}

/** A form of line that begins an entry: the time's parts in the order of `Date`, and what else it says. */
interface Form {
  readonly pattern: RegExp;
  read(groups: Readonly<Record<string, string>>): { readonly time: string };
}

const forms: readonly Form[] = [
  {
    // php-fpm: [22-Nov-2026 21:25:24] NOTICE: fpm is running, pid 7
    pattern:
      /^\[(?<date>\d\d-[A-Z][a-z]{2}-\d{4}) (?<clock>[\d:]{8})[^\]]*\] (?:(?<level>[A-Z]+): )?(?<message>.*)$/,
    read: ({ date = '', clock }) => ({ time: `${date.replaceAll('-', ' ')} ${clock} UTC` }),
  },
  {
    // Apache: [Sun Nov 22 21:25:25.002541 2026] [core:notice] [pid 7:tid 7] AH00094: Command line
    pattern:
      /^\[\w{3} (?<date>\w{3} [ \d]\d) (?<clock>[\d:.]+) (?<year>\d{4})\] \[[\w-]*:(?<level>\w+)\] (?:\[pid [^\]]*\] )?(?<message>.*)$/,
    read: ({ date, clock, year }) => ({ time: `${date} ${year} ${clock} UTC` }),
  },
  {
    // nginx: 2026/11/22 21:25:25 [error] 7#7: *1 connect() failed
    pattern: /^(?<date>\d{4}\/\d\d\/\d\d) (?<clock>[\d:]{8}) \[(?<level>\w+)\] (?:[\d#]+: )?(?<message>.*)$/,
    read: ({ date = '', clock }) => ({ time: `${date.replaceAll('/', '-')}T${clock}Z` }),
  },
  {
    // MariaDB: 2026-11-22 21:25:25 0 [Note] Starting
    pattern: /^(?<date>\d{4}-\d\d-\d\d)[ T]+(?<clock>[\d:]{7,8}) \d+ \[(?<level>\w+)\] (?<message>.*)$/,
    read: ({ date, clock = '' }) => ({ time: `${date}T${clock.trim().padStart(8, '0')}Z` }),
  },
];

/** Words for levels as these programs have them, by how they begin. */
const levelsByStart: readonly (readonly [string, LogLevel])[] = [
  ['debug', 'debug'],
  ['trace', 'debug'],
  ['note', 'notice'],
  ['notice', 'notice'],
  ['warn', 'warning'],
  ['err', 'error'],
  ['crit', 'critical'],
  ['fatal', 'critical'],
  ['alert', 'alert'],
  ['emerg', 'emergency'],
];

const mostLines = 200;

/** Reads logs in which an entry is a line with a time, and the lines after it that have none. */
export class TextLogReader implements LogReader {
  readonly #origin: LogOrigin;
  #lines: string[] = [];
  #time = '';

  constructor(origin: LogOrigin) {
    this.#origin = origin;
  }

  take(line: string): LogEntry | undefined {
    const before = this.#begins(line) ? this.end() : undefined;
    if (this.#lines.length < mostLines && (line !== '' || this.#lines.length > 0)) this.#lines.push(line);
    return before;
  }

  end(): LogEntry | undefined {
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length === 0) return undefined;
    const entry = this.#readPhp(lines) ?? this.#read(lines);
    this.#time = entry.time;
    return entry;
  }

  #begins(line: string): boolean {
    return this.#origin.channel === 'php'
      ? startsPhpEntry(line)
      : forms.some(({ pattern }) => pattern.test(line));
  }

  #readPhp(lines: readonly string[]): LogEntry | undefined {
    const { channel, track, service } = this.#origin;
    const logged = channel === 'php' ? readPhpEntry(lines, track) : undefined;
    return logged && { ...logged.record, service };
  }

  #read([first = '', ...rest]: readonly string[]): LogEntry {
    const begun = readBegun(first) ?? { time: this.#time, level: 'info', message: first };
    const trace = rest.join('\n').trimEnd();
    return { ...this.#origin, ...begun, ...(trace && { trace }) };
  }
}

function readBegun(line: string): Begun | undefined {
  for (const { pattern, read } of forms) {
    const groups = pattern.exec(line)?.groups;
    const at = groups && new Date(read(groups).time);
    if (at && !Number.isNaN(at.getTime()))
      return { time: at.toISOString(), level: levelOf(groups.level ?? ''), message: groups.message ?? '' };
  }
  return undefined;
}

function levelOf(word: string): LogLevel {
  const start = word.toLowerCase();
  return levelsByStart.find(([known]) => start.startsWith(known))?.[1] ?? 'info';
}
