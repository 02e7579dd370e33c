import type { BuildRecord } from '../../harness/core/build-record.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { formatSeconds, formatShare } from './measures.ts';
import { plainLine } from './plain-text.ts';

/** A wallclock that a build is held against, in minutes. */
export interface Mark {
  readonly minutes: number;
  readonly name: string;
  /** Share of the mark that the build of next took; below 1 is within it. */
  readonly share?: number;
  readonly sentence: string;
}

export interface Marks {
  /** Of the build of next. */
  readonly seconds?: number;
  /** What was built and what that leaves out. */
  readonly sentence: string;
  readonly marks: readonly Mark[];
}

/** Wikimedia's own figures: the daily `wmf/next` image of October 2024 and the goals set for it. */
export const wikimedia: readonly { readonly minutes: number; readonly name: string }[] = [
  { minutes: 15, name: 'eventual goal' },
  { minutes: 64, name: 'build and publish of the daily wmf/next image, October 2024' },
  { minutes: 1440, name: 'daily goal, met' },
];

export function marks({ builds: { next } }: RunRecord): Marks {
  if (!next)
    return { sentence: 'next was not built.', marks: wikimedia.map((mark) => against(mark, undefined)) };
  return {
    seconds: next.seconds,
    sentence: `next was built in ${formatSeconds(next.seconds)} (${kindSentence(next)}); nothing was published.`,
    marks: wikimedia.map((mark) => against(mark, next.seconds)),
  };
}

/** How long something took beside a mark; `seconds` is undefined when it was not measured. */
export function against(
  mark: { readonly minutes: number; readonly name: string },
  seconds: number | undefined,
): Mark {
  if (seconds === undefined) return { ...mark, sentence: `not measured against the ${mark.name}` };
  const share = seconds / (mark.minutes * 60);
  const place = share <= 1 ? 'within' : 'beyond';
  return {
    ...mark,
    share,
    sentence: `${formatShare(share)} of ${mark.minutes} minutes, ${place} the ${mark.name}`,
  };
}

function kindSentence({ kind, reason }: BuildRecord): string {
  return kind === 'cached' ? 'cached: it was there already' : plainLine(`${kind} build: ${reason}`);
}
