import { z } from 'zod';
import type { LogRecord } from '../../core/log-record.ts';
import { parseJson } from '../../system/parse-json.ts';

export type TraceNumber = number;

/** Beyond it, traces differ for no good reason, and would only fill the memory of whoever reads them. */
const mostTraces = 20_000;

/** Traces are most of what a log holds and few of them differ: each is kept once and named by its number. */
export class StoredTraces {
  readonly #numbers = new Map<string, TraceNumber>();

  shorten({ trace, ...record }: LogRecord): Omit<LogRecord, 'trace'> & { trace?: string | TraceNumber } {
    return trace === undefined ? record : { ...record, trace: this.#numberOf(trace) ?? trace };
  }

  list(): Iterable<string> {
    return this.#numbers.keys();
  }

  static parse(text: string): readonly string[] {
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => z.string().catch('').parse(parseJson(line)));
  }

  #numberOf(trace: string): TraceNumber | undefined {
    if (!this.#numbers.has(trace) && this.#numbers.size < mostTraces)
      this.#numbers.set(trace, this.#numbers.size);
    return this.#numbers.get(trace);
  }
}
