import type { LogLevel } from '../core/log-record.ts';
import { EntryLines } from './entry-lines.ts';
import type { LogEntry, LogOrigin, LogReader, ReadEntry } from './log-entry.ts';
import { readPhpEntry, startsPhpEntry } from './php-log.ts';

type Begun = Pick<LogEntry, 'time' | 'level' | 'message' | 'requestId' | 'url'>;

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
    // Apache: [Sun Nov 22 21:25:25.002541 2026] [core:notice] [pid 7:tid 7] [id 5f3c] AH00094: Command line
    pattern:
      /^\[\w{3} (?<date>\w{3} [ \d]\d) (?<clock>[\d:.]+) (?<year>\d{4})\] \[[\w-]*:(?<level>\w+)\] (?:\[pid [^\]]*\] )?(?:\[id (?<request>[\w-]+)\] )?(?<message>.*)$/,
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

/** Reads logs in which an entry is a line with a time, and the lines after it that have none. */
export class TextLogReader implements LogReader {
  readonly #origin: LogOrigin;
  #lines = new EntryLines();
  #time = '';

  constructor(origin: LogOrigin) {
    this.#origin = origin;
  }

  take(line: string): ReadEntry | undefined {
    const before = this.#begins(line) ? this.end() : undefined;
    if (line !== '' || !this.#lines.isEmpty) this.#lines.add(line);
    return before;
  }

  end(): ReadEntry | undefined {
    const lines = this.#lines.take();
    if (lines.length === 0) return undefined;
    const entry = this.#readPhp(lines) ?? asRead(this.#read(lines));
    this.#time = entry.record.time;
    return entry;
  }

  #begins(line: string): boolean {
    return this.#origin.channel === 'php'
      ? startsPhpEntry(line)
      : forms.some(({ pattern }) => pattern.test(line));
  }

  #readPhp(lines: readonly string[]): ReadEntry | undefined {
    const { channel, track, service } = this.#origin;
    const logged = channel === 'php' ? readPhpEntry(lines, track) : undefined;
    return logged && { ...logged, record: { ...logged.record, service } };
  }

  #read([first = '', ...rest]: readonly string[]): LogEntry {
    const begun = readBegun(first) ?? { time: this.#time, level: 'info', message: first };
    const trace = rest.join('\n').trimEnd();
    return { ...this.#origin, ...begun, ...(trace && { trace }) };
  }
}

/** Apache tells first that PHP's answer broke off, and then that the request therefore failed. */
function asRead(record: LogEntry): ReadEntry {
  if (record.message.startsWith('AH01067: ')) return { record, repeats: 'a request that PHP dropped' };
  return record.message.includes('AH01075: ')
    ? { record, tells: ['a request that PHP dropped'] }
    : { record };
}

function readBegun(line: string): Begun | undefined {
  for (const { pattern, read } of forms) {
    const groups = pattern.exec(line)?.groups;
    const at = groups && new Date(read(groups).time);
    if (at && !Number.isNaN(at.getTime())) return { time: at.toISOString(), ...readMessage(groups) };
  }
  return undefined;
}

function readMessage({
  level = '',
  message = '',
  request,
}: Readonly<Record<string, string>>): Omit<Begun, 'time'> {
  const { text, url } = withoutClient(message);
  return {
    level: levelOfText(text) ?? levelOf(level),
    message: text,
    ...(request && { requestId: request }),
    ...(url && { url }),
  };
}

/** What nginx tells of the client and Apache of its socket differs each time; the address is worth a field. */
function withoutClient(message: string): { readonly text: string; readonly url?: string } {
  const [, text = message, rest = ''] = /^(?:\*\d+ )?(.*?)(?:, client: (.*))?$/.exec(message) ?? [];
  const [, path] = /, request: "\w+ (\S+)/.exec(rest) ?? [];
  const [, host] = /, host: "([^"]+)"/.exec(rest) ?? [];
  return path ? { text, url: `${host ?? ''}${path}` } : { text };
}

/**
 * php-fpm only warns of a worker that has crashed, and of a request that it ended for its time. A service that is away is
 * told of by who watches over it; each request that misses it is no news.
 */
function levelOfText(message: string): LogLevel | undefined {
  if (/\bchild \d+ exited on signal (?!(?:3|15) )/.test(message)) return 'critical';
  if (/\bexecution timed out\b/.test(message)) return 'error';
  return isAway.test(message) ? 'notice' : undefined;
}

const isAway = /\bAH0(?:0957|1079): |^connect\(\) failed \(11[0-3]: /;

function levelOf(word: string): LogLevel {
  const start = word.toLowerCase();
  return levelsByStart.find(([known]) => start.startsWith(known))?.[1] ?? 'info';
}
