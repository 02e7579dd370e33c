import type { TrainCalendar } from '../core/train-calendar.ts';
import type { Episode } from './episodes.ts';
import { type Train, trainAfter } from './train-calendar.ts';

/** How long after a fault came in it was found, and which train would have carried it. Seconds, ISO 8601. */
export interface Lead {
  /** When it was merged; `earliest` is absent when no good night came before. */
  readonly cameIn: { readonly earliest?: string; readonly latest: string };
  readonly foundAt: string;
  /** From the fetch of the first bad build to its verdict. */
  readonly secondsFromBuild: number;
  /** From the merge; the most is absent when nobody knows. */
  readonly secondsFromMerge: { readonly least: number; readonly most?: number };
  /** The train that would have carried it; the earlier one first when it may have been either. */
  readonly trains: readonly LeadOverTrain[];
  /** Whether it was found before the test wikis had it. */
  readonly caught: 'before' | 'after' | 'unsure';
}

export interface LeadOverTrain {
  readonly cut: string;
  /** `lead` is negative when the group had it first. */
  readonly groups: readonly { readonly name: string; readonly at: string; readonly lead: number }[];
}

/**
 * The lead of an episode. `oldestCommit` is the time of the oldest commit between the last good build and the first bad
 * one, where all of them are known: nothing came in before. Undefined when nothing was built.
 */
export function leadOf(
  { firstBad, lastGood }: Episode,
  calendar: TrainCalendar,
  oldestCommit?: string,
): Lead | undefined {
  if (!firstBad.build) return undefined;
  const latest = firstBad.build.startedAt;
  const earliest = lastGood?.build && earlier(latest, later(lastGood.build.startedAt, oldestCommit));
  const foundAt = firstBad.endedAt;
  const trains = trainsBetween(calendar, earliest, latest);
  return {
    cameIn: { ...(earliest !== undefined && { earliest }), latest },
    foundAt,
    secondsFromBuild: secondsBetween(firstBad.build.startedAt, foundAt),
    secondsFromMerge: {
      least: secondsBetween(latest, foundAt),
      ...(earliest !== undefined && { most: secondsBetween(earliest, foundAt) }),
    },
    trains: trains.map((train) => leadOver(train, foundAt)),
    caught: earliest === undefined ? 'unsure' : isCaught(trains, foundAt),
  };
}

function trainsBetween(
  calendar: TrainCalendar,
  earliest: string | undefined,
  latest: string,
): readonly Train[] {
  const last = trainAfter(calendar, latest);
  const first = earliest === undefined ? last : trainAfter(calendar, earliest);
  return first.cut === last.cut ? [last] : [first, last];
}

function leadOver({ cut, groups }: Train, foundAt: string): LeadOverTrain {
  return { cut, groups: groups.map(({ name, at }) => ({ name, at, lead: secondsBetween(foundAt, at) })) };
}

function isCaught(trains: readonly Train[], foundAt: string): Lead['caught'] {
  const isBefore = trains.map(({ groups: [testWikis] }) => testWikis !== undefined && foundAt < testWikis.at);
  if (isBefore.every(Boolean)) return 'before';
  return isBefore.some(Boolean) ? 'unsure' : 'after';
}

function earlier(a: string, b = a): string {
  return a < b ? a : b;
}

function later(a: string, b = a): string {
  return a > b ? a : b;
}

function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
