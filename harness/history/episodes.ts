import type { Night } from './night.ts';

/** A time in which next had a fault of its own, from the first red night to the next green one. */
export interface Episode {
  readonly firstBad: Night;
  readonly lastBad: Night;
  /** The last night before it without a fault of next's own; absent when it was there from the first night on. */
  readonly lastGood?: Night;
  /** The green night that ended it; absent while it lasts. */
  readonly fixed?: Night;
  /** The red nights. */
  readonly red: readonly Night[];
}

/**
 * The episodes of a subject, oldest first; `nights` are in the order of time. A fault that train takes over (`known`) goes
 * on, and what a flaky night or one that cannot tell says neither begins nor ends anything.
 */
export function episodesOf(nights: readonly Night[]): readonly Episode[] {
  const episodes: Episode[] = [];
  let lastGood: Night | undefined;
  let isOn = false;
  for (const night of nights) {
    if (night.state === 'red') {
      const current = isOn ? episodes.pop() : undefined;
      episodes.push(current ? continued(current, night) : begun(night, lastGood));
      isOn = true;
    } else if (night.state === 'green') {
      const current = isOn ? episodes.pop() : undefined;
      if (current) episodes.push({ ...current, fixed: night });
      isOn = false;
    }
    if (night.state === 'green' || night.state === 'known') lastGood = night;
  }
  return episodes;
}

function begun(night: Night, lastGood: Night | undefined): Episode {
  return { firstBad: night, lastBad: night, ...(lastGood && { lastGood }), red: [night] };
}

function continued(episode: Episode, night: Night): Episode {
  return { ...episode, lastBad: night, red: [...episode.red, night] };
}
