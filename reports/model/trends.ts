import type { Comparison } from '../../harness/core/comparison.ts';
import type { Track } from '../../harness/core/track.ts';
import { formatSeconds, formatTime } from './measures.ts';
import { plainLine } from './plain-text.ts';

/** A step on one track over the nights. */
export interface TrendRow {
  readonly series: string;
  readonly track: Track;
  /** The oldest first: seconds as a share of the longest, and as a sentence. */
  readonly nights: readonly { readonly share: number; readonly sentence: string; readonly isOwn: boolean }[];
  readonly median: number;
  readonly p90: number;
  /** Of the run itself; absent when it was built in another way. */
  readonly seconds?: number;
}

export function trendRows({ run, trends = [] }: Comparison): readonly TrendRow[] {
  return trends.map(({ series, track, nights, median, p90 }) => {
    const longest = Math.max(...nights.map(({ seconds }) => seconds), 0.001);
    const own = nights.find((night) => night.run === run);
    return {
      series: plainLine(series),
      track,
      nights: nights.map((night) => ({
        share: night.seconds / longest,
        sentence: `${formatTime(night.startedAt)}: ${formatSeconds(night.seconds)}`,
        isOwn: night.run === run,
      })),
      median,
      p90,
      ...(own && { seconds: own.seconds }),
    };
  });
}
