import { setTimeout } from 'node:timers/promises';

/** Waits; ends early, without an error, when the signal asks for it. */
export type Pause = (seconds: number, signal: AbortSignal) => Promise<void>;

/** Between two looks at a condition that has no event to wait for, such as a socket of another program. */
export const systemPause: Pause = async (seconds, signal) => {
  // The one wait of all loops that look at a condition; what calls it looks again after it.
  await setTimeout(seconds * 1000, undefined, { signal }).catch(() => {});
};
