import type { Track } from '../core/track.ts';
import { type DurationTrend, durationTrend } from './duration-trend.ts';
import { type Episode, episodesOf } from './episodes.ts';
import { countFlakes, type FlakeRate, flakeRate } from './flake-rate.ts';
import type { Night, NightState } from './night.ts';

/** What all runs on record say of one test or signature. */
export interface History {
  /** What the newest run that can tell says; `unknown` when none can. */
  readonly state: NightState;
  /** Runs that say something of it. */
  readonly runs: number;
  /** The first run with the test or the signature. */
  readonly firstSeen?: Night;
  readonly lastGreen?: Night;
  readonly red: Counted;
  /** Nights in which train had it, too. */
  readonly known: Counted;
  readonly episodes: readonly Episode[];
  /** Whether the newest episode came after another one that had ended. */
  readonly isAgain: boolean;
  /** Of a test. */
  readonly flakes?: Readonly<Record<Track, FlakeRate>>;
  readonly duration?: DurationTrend;
}

interface Counted {
  readonly runs: number;
  /** Days in UTC on which they started. */
  readonly nights: number;
}

/** The history of a subject from its nights, oldest first. */
export function historyOf(nights: readonly Night[]): History {
  const telling = nights.filter(({ state }) => state !== 'unknown');
  const firstSeen = nights.find(isThere);
  const lastGreen = nights.findLast(({ state }) => state === 'green');
  const duration = durationTrend(nights);
  const episodes = episodesOf(nights);
  const isOfTest = nights.some(({ result }) => result !== undefined);
  return {
    state: telling.at(-1)?.state ?? 'unknown',
    runs: telling.length,
    ...(firstSeen && { firstSeen }),
    ...(lastGreen && { lastGreen }),
    red: count(nights, 'red'),
    known: count(nights, 'known'),
    episodes,
    isAgain: episodes.length > 1,
    ...(isOfTest && {
      flakes: {
        train: flakeRate(countFlakes(nights, 'train')),
        next: flakeRate(countFlakes(nights, 'next')),
      },
    }),
    ...(duration && { duration }),
  };
}

/** A run without a signature is a night all the same. */
function isThere({ counts }: Night): boolean {
  return counts === undefined || counts.train + counts.next > 0;
}

function count(nights: readonly Night[], state: NightState): Counted {
  const found = nights.filter((night) => night.state === state);
  return { runs: found.length, nights: new Set(found.map(({ startedAt }) => startedAt.slice(0, 10))).size };
}
