import { type Attempt, testName } from '../core/result.ts';

/** Milliseconds since 1970. */
interface Span {
  readonly attempt: Attempt;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Finds the attempts that ran at a time. */
export class AttemptTimes {
  readonly #spans: readonly Span[];
  readonly #byTest: ReadonlyMap<string, readonly Span[]>;
  readonly #longest: number;

  constructor(attempts: readonly Attempt[]) {
    this.#spans = attempts.map(toSpan).sort((a, b) => a.start - b.start);
    this.#byTest = Map.groupBy(this.#spans, ({ name }) => name);
    this.#longest = Math.max(0, ...this.#spans.map(({ start, end }) => end - start));
  }

  /** The attempt at this test that ran then, or had ended last: its jobs come later. The first when none had begun. */
  ofTest(name: string, time: number): Attempt | undefined {
    const spans = this.#byTest.get(name);
    return (spans && (lastBefore(spans, time) ?? spans[0]))?.attempt;
  }

  /** The attempt that ran then, if it was just one. */
  onlyAt(time: number): Attempt | undefined {
    const running: Span[] = [];
    for (let at = countBefore(this.#spans, time) - 1; at >= 0; at -= 1) {
      const span = this.#spans[at];
      if (!span || span.start < time - this.#longest) break;
      if (span.end >= time) running.push(span);
    }
    return running.length === 1 ? running[0]?.attempt : undefined;
  }
}

function toSpan(attempt: Attempt): Span {
  const start = Date.parse(attempt.startedAt);
  return { attempt, name: testName(attempt.test), start, end: start + attempt.seconds * 1000 };
}

function lastBefore(spans: readonly Span[], time: number): Span | undefined {
  return spans[countBefore(spans, time) - 1];
}

/** How many spans had begun, by halves. */
function countBefore(spans: readonly Span[], time: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
