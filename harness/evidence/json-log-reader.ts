import { z } from 'zod';
import type { LogLevel } from '../core/log-record.ts';
import { parseJson } from '../system/parse-json.ts';
import type { LogEntry, LogOrigin, LogReader } from './log-entry.ts';
import { logLevels, readMediaWikiLine } from './mediawiki-log.ts';

const text = z.string().nullish();

const mailSchema = z.object({
  time: z.iso.datetime({ offset: true }),
  service: text,
  wiki: text,
  reqId: text,
  to: z.array(z.string()),
  subject: z.string(),
});

const accessSchema = z.object({
  epoch: z.number(),
  request_id: z.string(),
  wiki: text,
  method: z.string(),
  uri: z.string(),
  status: z.number(),
  seconds: z.number(),
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

  take(line: string): LogEntry | undefined {
    if (line.trim() === '') return undefined;
    const entry = this.#read(line) ?? this.#unreadable(line);
    this.#time = entry.time;
    return entry;
  }

  end(): undefined {}

  #read(line: string): LogEntry | undefined {
    const { channel, track, service } = this.#origin;
    if (channel === 'access') return readAccess(line, this.#origin);
    if (channel === 'mail') return readMail(line, this.#origin);
    const logged = channel === 'mediawiki' ? readMediaWikiLine(line, track) : undefined;
    return logged ? { service, ...logged.record } : readOther(line, this.#origin);
  }

  #unreadable(line: string): LogEntry {
    return { ...this.#origin, time: this.#time, level: 'warning', message: line };
  }
}

function readAccess(line: string, origin: LogOrigin): LogEntry | undefined {
  const { data } = accessSchema.safeParse(parseJson(line));
  if (!data) return undefined;
  const { epoch, method, uri, status, seconds } = data;
  return {
    ...origin,
    ...about({ wiki: data.wiki, reqId: data.request_id }),
    time: new Date(epoch * 1000).toISOString(),
    level: levelOfStatus(status),
    message: `${status} ${method} ${uri} (${seconds.toFixed(3)} s)`,
  };
}

function levelOfStatus(status: number): LogLevel {
  return status >= 500 ? 'error' : 'info';
}

function readMail(line: string, origin: LogOrigin): LogEntry | undefined {
  const { data } = mailSchema.safeParse(parseJson(line));
  if (!data) return undefined;
  const message = `to ${data.to.join(', ')}: ${data.subject}`;
  const time = inUtc(data.time);
  return {
    ...origin,
    ...about(data),
    ...(data.service && { service: data.service }),
    time,
    level: 'info',
    message,
  };
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
