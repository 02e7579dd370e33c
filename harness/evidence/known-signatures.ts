import type { LogRecord } from '../core/log-record.ts';
import { logSignature } from '../core/signature.ts';
import type { LogEntry } from './log-entry.ts';
import { isNews } from './read-logs.ts';

/** What the train is known to log, by signature; more may become known at any time. */
export class KnownSignatures {
  readonly #known = new Set<string>();

  get size(): number {
    return this.#known.size;
  }

  learn(records: Iterable<LogRecord>): void {
    for (const record of records) this.#known.add(logSignature(record));
  }

  /** What of the entries the train does not log. A mail is no fault, whoever gets it. */
  unknownOf(entries: readonly LogEntry[]): readonly LogEntry[] {
    return entries.filter(
      (entry) => entry.channel !== 'mail' && isNews(entry) && !this.#known.has(logSignature(entry)),
    );
  }
}
