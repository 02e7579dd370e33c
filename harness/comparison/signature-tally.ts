import type { LogOrigins } from '../core/comparison.ts';
import type { LogRecord, RequestKind } from '../core/log-record.ts';
import { type Track, tracks } from '../core/track.ts';
import { Earliest } from './earliest.ts';

/** More names and ids than this are no help. */
const mostOrigins = 20;

/** What the records of one signature on one track say together; the order in which they are added does not matter. */
class TrackTally {
  count = 0;
  /** Without those of attempts that confirm. */
  compared = 0;
  first: string | undefined;
  last: string | undefined;
  example: LogRecord | undefined;
  readonly #tests = new Set<string>();
  readonly #wikis = new Set<string>();
  readonly #requestIds = new Earliest(mostOrigins);

  add(record: LogRecord): void {
    const { time, test, wiki, requestId, attempt } = record;
    this.count += 1;
    if (attempt?.purpose !== 'confirming') this.compared += 1;
    if (this.first === undefined || time < this.first) this.first = time;
    if (this.last === undefined || time > this.last) this.last = time;
    if (!this.example || isBetterExample(record, this.example)) this.example = record;
    if (test) this.#tests.add(test);
    if (wiki) this.#wikis.add(wiki);
    if (requestId) this.#requestIds.add(requestId, time);
  }

  origins(): LogOrigins {
    return {
      tests: [...this.#tests].sort().slice(0, mostOrigins),
      testCount: this.#tests.size,
      wikis: [...this.#wikis].sort().slice(0, mostOrigins),
      requestIds: this.#requestIds.list(),
    };
  }
}

/** All that is kept of the records of one signature. */
export class SignatureTally {
  readonly signature: string;
  readonly on: Readonly<Record<Track, TrackTally>> = { train: new TrackTally(), next: new TrackTally() };
  readonly #kinds = new Set<RequestKind | undefined>();

  constructor(signature: string) {
    this.signature = signature;
  }

  add(record: LogRecord): void {
    this.on[record.track].add(record);
    this.#kinds.add(record.request?.kind);
  }

  /** Of the requests that it came from; none when that is not known of each. */
  get kinds(): readonly RequestKind[] {
    const known = [...this.#kinds].filter((kind) => kind !== undefined);
    return known.length === this.#kinds.size ? known.sort() : [];
  }

  /** The track whose records show it: next, unless just train has it. */
  get shown(): TrackTally {
    return this.on.next.count > 0 ? this.on.next : this.on.train;
  }

  get first(): string {
    return this.#times('first').sort()[0] ?? '';
  }

  get last(): string {
    return this.#times('last').sort().at(-1) ?? '';
  }

  #times(which: 'first' | 'last'): string[] {
    return tracks.flatMap((track) => this.on[track][which] ?? []);
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
