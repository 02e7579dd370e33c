import type { Episode } from './episodes.ts';
import type { Lead } from './lead.ts';
import type { Night, Subject } from './night.ts';

/** A fault that was found in a month, with how long before the train. */
export interface Find {
  readonly subject: Subject;
  readonly episode: Episode;
  /** Whether it had been there before, and gone. */
  readonly isAgain: boolean;
  /** Absent when nothing was built. */
  readonly lead?: Lead;
}

/** What a month's runs found. */
export interface Month {
  readonly finds: readonly Find[];
  /** How many of them were found before the test wikis had them. */
  readonly findings: Caught;
  /** The same of what brought them: builds between which they came in. One fault often shows as several findings. */
  readonly builds: Caught;
}

export type Caught = Readonly<Record<Lead['caught'], number>>;

/**
 * The episodes that began to hold the train in a stretch of time (`to` is no more in it), so that each fault counts in
 * the one month in which it was found.
 */
export function episodesFoundIn(
  episodes: readonly Episode[],
  from: string,
  to: string,
): readonly { readonly episode: Episode; readonly isAgain: boolean }[] {
  return episodes.flatMap((episode, index) => {
    const found = episode.red.find(({ gates }) => gates)?.startedAt;
    const isIn = found !== undefined && found >= from && found < to;
    return isIn ? [{ episode, isAgain: index > 0 }] : [];
  });
}

/** The night in which a test was first called newly flaky, when that was in a stretch of time. */
export function newlyFlakyIn(nights: readonly Night[], from: string, to: string): Night | undefined {
  const first = nights.find(({ state, gates }) => state === 'flaky' && gates);
  return first && first.startedAt >= from && first.startedAt < to ? first : undefined;
}

/** Counts what was caught; the finds in the order of time. */
export function monthOf(finds: readonly Find[]): Month {
  const byBuild = new Map(finds.map((find) => [causeOf(find), find]));
  return {
    finds: finds.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
    findings: countCaught(finds),
    builds: countCaught([...byBuild.values()]),
  };
}

function countCaught(finds: readonly Find[]): Caught {
  const counts = { before: 0, after: 0, unsure: 0 };
  for (const { lead } of finds) counts[lead?.caught ?? 'unsure'] += 1;
  return counts;
}

/** The lead of all that has one cause is the same, for it goes by the two runs alone. */
function causeOf({ episode: { firstBad, lastGood } }: Find): string {
  return `${lastGood?.run ?? ''} ${firstBad.run}`;
}

function orderOf({ subject, episode }: Find): string {
  return `${episode.firstBad.run} ${subject.kind} ${subject.name}`;
}
