import type { Outage } from '../core/outage.ts';

/** From when on something may have been, and when it was over; ISO 8601. */
export type Away = Pick<Outage, 'from' | 'to'>;

/** A state that comes and goes, and is told of once it is over. */
export interface Spell {
  /** Whether it is so now, which it may have been since `from`, ISO 8601. */
  see(isSo: boolean, from: string): void;
  /** Tells of it if it is still so. */
  end(): void;
}

export function spell(now: () => string, tell: (away: Away) => void): Spell {
  let since: string | undefined;
  const end = () => {
    if (since) tell({ from: since, to: now() });
    since = undefined;
  };
  return {
    see(isSo, from) {
      if (isSo) since ??= from;
      else end();
    },
    end,
  };
}
