import type { LogOrigins } from '../core/comparison.ts';
import type { LogRecord, RequestKind } from '../core/log-record.ts';
import { logSignature } from '../core/signature.ts';
import { Earliest } from './earliest.ts';

/** More names and ids than this are no help. */
const mostOrigins = 20;

/** What the records of one signature on one track say together: plain data, which a thread can hand to another. */
export interface SignatureTally {
  readonly count: number;
  /** Without those of attempts that confirm. */
  readonly compared: number;
  readonly first: string;
  readonly last: string;
  readonly example: LogRecord;
  readonly origins: LogOrigins;
  /** Of the requests that it came from; undefined is among them when that is not known of each. */
  readonly kinds: readonly (RequestKind | undefined)[];
}

/** By signature. */
export type LogTally = ReadonlyMap<string, SignatureTally>;

/**
 * All that a comparison needs of the records of one track; their order does not matter. Goes through them once and
 * keeps nothing else of them, so that they need not fit into memory.
 */
export function tallyLogs(records: Iterable<LogRecord>): LogTally {
  const counters = new Map<string, SignatureCounter>();
  for (const record of records) {
    const signature = logSignature(record);
    const known = counters.get(signature);
    if (known) known.add(record);
    else counters.set(signature, new SignatureCounter(record));
  }
  return new Map(Array.from(counters, ([signature, counter]) => [signature, counter.tally()]));
}

class SignatureCounter {
  #count = 0;
  #compared = 0;
  #first: string;
  #last: string;
  #example: LogRecord;
  readonly #tests = new Set<string>();
  readonly #wikis = new Set<string>();
  readonly #requestIds = new Earliest(mostOrigins);
  readonly #kinds = new Set<RequestKind | undefined>();

  constructor(record: LogRecord) {
    this.#first = record.time;
    this.#last = record.time;
    this.#example = record;
    this.add(record);
  }

  add(record: LogRecord): void {
    const { time, test, wiki, requestId, attempt } = record;
    this.#count += 1;
    if (attempt?.purpose !== 'confirming') this.#compared += 1;
    if (time < this.#first) this.#first = time;
    if (time > this.#last) this.#last = time;
    if (isBetterExample(record, this.#example)) this.#example = record;
    if (test) this.#tests.add(test);
    if (wiki) this.#wikis.add(wiki);
    if (requestId) this.#requestIds.add(requestId, time);
    this.#kinds.add(record.request?.kind);
  }

  tally(): SignatureTally {
    return {
      count: this.#count,
      compared: this.#compared,
      first: this.#first,
      last: this.#last,
      example: this.#example,
      origins: {
        tests: [...this.#tests].sort().slice(0, mostOrigins),
        testCount: this.#tests.size,
        wikis: [...this.#wikis].sort().slice(0, mostOrigins),
        requestIds: this.#requestIds.list(),
      },
      kinds: [...this.#kinds],
    };
  }
}

/** One with a trace tells most, then one whose test is known; of two that tell alike it is the earlier. */
function isBetterExample(candidate: LogRecord, best: LogRecord): boolean {
  const more = worth(candidate) - worth(best);
  if (more !== 0) return more > 0;
  // Nearly always it is the time that tells them apart.
  if (candidate.time !== best.time) return candidate.time < best.time;
  const differing = tieBreakers.find((key) => candidate[key] !== best[key]);
  return differing !== undefined && (candidate[differing] ?? '') < (best[differing] ?? '');
}

const tieBreakers = ['requestId', 'message', 'wiki', 'url', 'test', 'level', 'service'] as const;

function worth({ trace, test }: LogRecord): number {
  return (trace ? 2 : 0) + (test ? 1 : 0);
}
