import type { Night, TestResult } from './night.ts';

/** How long a test takes on next in the newest green nights, and took in those before. Seconds. */
export interface DurationTrend {
  readonly recent: Durations;
  /** Absent while there are too few nights. */
  readonly before?: Durations;
  /** Recent median / median before. */
  readonly change?: number;
  /** Median of next / train in the recent nights, each on one host; absent where train did not run it. */
  readonly ratio?: number;
}

interface Durations {
  readonly nights: number;
  readonly median: number;
  readonly p90: number;
}

const recentNights = 7;
const nightsBefore = 21;
/** With fewer a median is no trend. */
const leastBefore = 3;

/** Undefined when the test never passed on next. */
export function durationTrend(nights: readonly Night[]): DurationTrend | undefined {
  const timed = nights.flatMap(({ state, result }) =>
    state === 'green' && result?.seconds.next !== undefined ? [result.seconds] : [],
  );
  const recent = durationsOf(timed.slice(-recentNights));
  if (!recent) return undefined;
  const before = durationsOf(timed.slice(0, -recentNights).slice(-nightsBefore));
  const ratios = timed.slice(-recentNights).flatMap(({ train, next = 0 }) => (train ? [next / train] : []));
  return {
    recent,
    ...(before && before.nights >= leastBefore && comparedWith(before, recent)),
    ...(ratios.length > 0 && { ratio: quantile(ratios, 0.5) }),
  };
}

function comparedWith(before: Durations, recent: Durations): Pick<DurationTrend, 'before' | 'change'> {
  return { before, ...(before.median > 0 && { change: recent.median / before.median }) };
}

function durationsOf(timed: readonly TestResult['seconds'][]): Durations | undefined {
  if (timed.length === 0) return undefined;
  const seconds = timed.map(({ next = 0 }) => next);
  return { nights: seconds.length, median: quantile(seconds, 0.5), p90: quantile(seconds, 0.9) };
}

/** Between two values in proportion. `values` are not empty. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at % 1);
}
