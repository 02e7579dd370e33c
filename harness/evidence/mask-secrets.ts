import type { LoggedRequest, LogRecord } from '../core/log-record.ts';
import { shortStep } from './step-at.ts';

/** The secrets of an environment by what they are, `password of sysop`. */
export type Secrets = Readonly<Record<string, string>>;

/** Shorter texts stand in logs by chance. Characters. */
const shortest = 8;

const mask = '***';

/** Finds secrets in texts, as they are and as addresses and forms have them. */
export class SecretMask {
  readonly #names: ReadonlyMap<string, string>;
  readonly #pattern: RegExp | undefined;

  constructor(secrets: Secrets) {
    const forms = Object.entries(secrets)
      .filter(([, value]) => value.length >= shortest)
      .flatMap(([name, value]) => formsOf(value).map((form) => [form, name] as const));
    this.#names = new Map(forms);
    const longestFirst = forms.map(([form]) => literally(form)).sort((a, b) => b.length - a.length);
    this.#pattern = forms.length > 0 ? new RegExp(longestFirst.join('|'), 'g') : undefined;
  }

  /** The names of the secrets in a text. */
  find(text: string): readonly string[] {
    const found = this.#pattern ? (text.match(this.#pattern) ?? []) : [];
    return [...new Set(found.map((form) => this.#names.get(form) ?? ''))];
  }

  hide(text: string): string {
    return this.#pattern ? text.replace(this.#pattern, mask) : text;
  }
}

/** As a part of a pattern. */
function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function formsOf(value: string): readonly string[] {
  const encoded = encodeURIComponent(value);
  return [
    ...new Set([value, encoded, JSON.stringify(value).slice(1, -1), Buffer.from(value).toString('base64')]),
  ];
}

/** Records without the secrets that leaked into them, each leak a record of its own after the one that it was in. */
export function maskRecords(records: readonly LogRecord[], secrets: SecretMask): readonly LogRecord[] {
  return records.flatMap((logged) => {
    // What a test types is no leak.
    const record = logged.step ? { ...logged, step: shortStep(secrets.hide(logged.step)) } : logged;
    const found = secrets.find(textOf(record));
    if (found.length === 0) return [record];
    const masked = maskRecord(record, secrets);
    return [masked, ...found.map((name) => leakOf(name, masked))];
  });
}

/** Addresses of requests hold secrets only when somebody put them there; a record tells of it already. */
export function maskRequests(
  requests: readonly LoggedRequest[],
  secrets: SecretMask,
): readonly LoggedRequest[] {
  return requests.map((request) =>
    secrets.find(request.path).length > 0 ? { ...request, path: secrets.hide(request.path) } : request,
  );
}

function leakOf(name: string, { level: _, message, normalizedMessage, ...record }: LogRecord): LogRecord {
  return {
    ...record,
    channel: 'secret',
    level: 'error',
    message: `the ${name} stood in a line of channel ${record.channel}: ${message}`,
    normalizedMessage: `the ${name} stood in a line of channel ${record.channel}: ${normalizedMessage ?? message}`,
  };
}

function textOf(record: LogRecord): string {
  const { message, normalizedMessage, exception, trace, url, request, place } = record;
  return [message, normalizedMessage, exception?.message, trace, url, request?.path, place].join('\n');
}

function maskRecord(record: LogRecord, secrets: SecretMask): LogRecord {
  const { message, normalizedMessage, exception, trace, url, request, place } = record;
  return {
    ...record,
    message: secrets.hide(message),
    ...(normalizedMessage && { normalizedMessage: secrets.hide(normalizedMessage) }),
    ...(exception && { exception: { ...exception, message: secrets.hide(exception.message) } }),
    ...(trace && { trace: secrets.hide(trace) }),
    ...(url && { url: secrets.hide(url) }),
    ...(request && { request: { ...request, path: secrets.hide(request.path) } }),
    ...(place && { place: secrets.hide(place) }),
  };
}
