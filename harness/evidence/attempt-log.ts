import { stripVTControlCharacters } from 'node:util';
import type { LoggedRequest, LogRecord } from '../core/log-record.ts';
import { type Attempt, testName } from '../core/result.ts';
import { AttemptTimes } from './attempt-times.ts';
import type { ReadLogs } from './read-logs.ts';

/** What the wikis logged of attempts: the requests of each and what came of them. */
export class AttemptLogs {
  readonly #requests: ReadonlyMap<string, readonly LoggedRequest[]>;
  readonly #records: ReadonlyMap<string, readonly LogRecord[]>;

  constructor(
    { requestList, records }: Pick<ReadLogs, 'requestList' | 'records'>,
    attempts: readonly Attempt[],
  ) {
    const times = new AttemptTimes(attempts);
    this.#requests = Map.groupBy(requestList, ({ test, time, seconds }) => {
      const attempt = test && times.ofTest(test, Date.parse(time) - seconds * 1000);
      return attempt ? key(test, attempt.startedAt) : '';
    });
    this.#records = Map.groupBy(records, ({ test, attempt }) =>
      test && attempt ? key(test, attempt.startedAt) : '',
    );
  }

  /** A text for people; undefined when nothing is known of the attempt. */
  textOf(attempt: Attempt): string | undefined {
    const name = testName(attempt.test);
    const requests = this.#requests.get(key(name, attempt.startedAt)) ?? [];
    const records = this.#records.get(key(name, attempt.startedAt)) ?? [];
    if (requests.length + records.length === 0) return undefined;
    const known = new Set(requests.map(({ requestId }) => requestId));
    const byRequest = Map.groupBy(records, ({ requestId }) =>
      requestId && known.has(requestId) ? requestId : '',
    );
    const others = byRequest.get('') ?? [];
    const parts = [
      ...requests.flatMap((request) => [
        requestText(request),
        ...(byRequest.get(request.requestId) ?? []).map(recordText),
      ]),
      ...(others.length > 0 ? ['Of no request of the test:', ...others.map(recordText)] : []),
    ];
    return [heading(name, attempt, requests, records), ...upTo(mostText, parts), ''].join('\n');
  }
}

/** Characters; more is not read by anybody, and fills the reports. */
const mostText = 500_000;

function upTo(most: number, parts: readonly string[]): readonly string[] {
  let length = 0;
  const end = parts.findIndex((part) => {
    length += part.length + 1;
    return length > most;
  });
  if (end === -1) return parts;
  return [
    ...parts.slice(0, end),
    `… (${parts.length - end} more requests and records are in the logs of the run)`,
  ];
}

function key(test: string, startedAt: string): string {
  return `${startedAt} ${test}`;
}

function heading(
  name: string,
  { track, purpose, startedAt, seconds }: Attempt,
  requests: readonly LoggedRequest[],
  records: readonly LogRecord[],
): string {
  const isGuessed = [...requests, ...records].some(({ correlation }) => correlation === 'by time');
  return [
    plain(name),
    `${track}, ${purpose} attempt, ${startedAt}, ${seconds.toFixed(1)} s`,
    `requests: ${requests.length}, log records: ${records.length}`,
    ...(isGuessed ? ['(~) no test was named: it came while this one ran alone'] : []),
    '',
  ].join('\n');
}

function requestText(request: LoggedRequest): string {
  const { time, method, path, status, seconds, wiki = '-', requestId } = request;
  const line = `${clock(time)} ${status} ${method} ${path} (${seconds.toFixed(3)} s) ${wiki} ${requestId}`;
  return `${plain(line)}${sign(request)}`;
}

function recordText(record: LogRecord): string {
  const { time, service = '-', channel, level, message, place, step, trace } = record;
  const line = `${clock(time)} ${level} ${service}/${channel} ${message}${place ? ` [${place}]` : ''}`;
  const more = [...(step ? [`during: ${step}`] : []), ...(trace ? [trace] : [])];
  return indented([`${plain(line)}${sign(record)}`, ...more.map((text) => indented(plain(text)))].join('\n'));
}

function sign({ correlation }: Pick<LogRecord, 'correlation'>): string {
  return correlation === 'by time' ? ' (~)' : '';
}

function clock(time: string): string {
  return time.slice(11, 23);
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}

/** What a log says is untrusted: it must not move the cursor of who reads it. */
function plain(text: string): string {
  return (
    stripVTControlCharacters(text)
      .replaceAll(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, '�')
  );
}
