import { z } from 'zod';
import { parseJson } from '../system/parse-json.ts';
import type { LogEntry, LogOrigin, LogReader, ReadEntry } from './log-entry.ts';
import { readMailLine } from './mail.ts';
import { logLevels, readMediaWikiLine } from './mediawiki-log.ts';
import { readRequest } from './requests.ts';

const text = z.string().nullish();

const lostSchema = z.object({
  time: z.iso.datetime({ offset: true }),
  service: text,
  lost: z.number().int().positive(),
});

/** What any other program may say in JSON; just the time is needed. */
const otherSchema = z.object({
  time: z.iso.datetime({ offset: true }),
  wiki: text,
  reqId: text,
  request_id: text,
  service: text,
  channel: text,
  level: z.string().toLowerCase().pipe(z.enum(logLevels)).nullish().catch(undefined),
  message: text,
});

/** Reads logs of one JSON object a line. What is no such object is an entry, too. */
export class JsonLogReader implements LogReader {
  readonly #origin: LogOrigin;
  #time = '';

  constructor(origin: LogOrigin) {
    this.#origin = origin;
  }

  take(line: string): ReadEntry | undefined {
    if (line.trim() === '') return undefined;
    const entry = this.#readMediaWiki(line) ?? { record: this.#read(line) ?? this.#unreadable(line) };
    this.#time = entry.record.time;
    return entry;
  }

  end(): undefined {}

  #readMediaWiki(line: string): ReadEntry | undefined {
    const { channel, track, service } = this.#origin;
    const logged = channel === 'mediawiki' ? readMediaWikiLine(line, track) : undefined;
    return logged && { ...logged, record: { service, ...logged.record } };
  }

  #read(line: string): LogEntry | undefined {
    const { channel } = this.#origin;
    if (channel === 'access') return readAccess(line, this.#origin);
    if (channel === 'mail') return readMailLine(line, this.#origin);
    if (channel === 'lost') return readLost(line, this.#origin);
    return readOther(line, this.#origin);
  }

  #unreadable(line: string): LogEntry {
    return { ...this.#origin, time: this.#time, level: 'warning', message: line, isUnreadable: true };
  }
}

function readAccess(line: string, origin: LogOrigin): LogEntry | undefined {
  const request = readRequest(line);
  if (!request) return undefined;
  const { time, requestId, wiki, test, kind, method, path, status, seconds } = request;
  return {
    ...origin,
    time,
    requestId,
    ...(wiki && { wiki }),
    ...(test && { test, correlation: 'exact' }),
    request: { kind, method, path, status, seconds },
    level: status >= 500 ? 'error' : 'info',
    message: `${status} ${method} ${path} (${seconds.toFixed(3)} s)`,
  };
}

function readLost(line: string, origin: LogOrigin): LogEntry | undefined {
  const { data } = lostSchema.safeParse(parseJson(line));
  if (!data) return undefined;
  const message = `${data.lost} lines of the log could not be written`;
  return {
    ...origin,
    ...(data.service && { service: data.service }),
    time: inUtc(data.time),
    level: 'error',
    message,
  };
}

/** How many lines were lost, as a line of `lost.ndjson` tells. */
export function countLost(line: string): number | undefined {
  return lostSchema.safeParse(parseJson(line)).data?.lost;
}

function readOther(line: string, origin: LogOrigin): LogEntry | undefined {
  const { data } = otherSchema.safeParse(parseJson(line));
  if (!data) return undefined;
  const { time, service, channel, level, message } = data;
  return {
    ...origin,
    ...about({ wiki: data.wiki, reqId: data.reqId ?? data.request_id }),
    ...(service && { service }),
    ...(channel && { channel }),
    time: inUtc(time),
    level: level ?? 'info',
    message: message ?? line,
  };
}

function inUtc(time: string): string {
  return new Date(time).toISOString();
}

interface About {
  readonly wiki?: string | null | undefined;
  readonly reqId?: string | null | undefined;
}

function about({ wiki, reqId }: About): Pick<LogEntry, 'wiki' | 'requestId'> {
  return { ...(wiki && { wiki }), ...(reqId && { requestId: reqId }) };
}
