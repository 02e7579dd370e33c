import { setTimeout } from 'node:timers/promises';

/** Waits; ends early, without an error, when the signal asks for it. */
export type Pause = (seconds: number, signal: AbortSignal) => Promise<void>;

export const systemPause: Pause = async (seconds, signal) => {
  await setTimeout(seconds * 1000, undefined, { signal }).catch(() => {});
};
