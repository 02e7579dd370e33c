import type { Clock } from '../system/clock.ts';
import type { Pause } from '../system/pause.ts';

/** Time that passes only when somebody pauses. */
export function simulatedTime(start = new Date('2026-01-01T00:00:00Z')): {
  readonly clock: Clock;
  readonly pause: Pause;
} {
  let seconds = 0;
  return {
    clock: { now: () => new Date(start.getTime() + seconds * 1000), seconds: () => seconds },
    pause: async (duration) => {
      seconds += duration;
    },
  };
}
