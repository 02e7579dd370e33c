import { browserEnded } from '../core/browser-ended.ts';
import type { Outage } from '../core/outage.ts';
import type { Attempt } from '../core/result.ts';
import type { Track } from '../core/track.ts';

export type AttemptsOnTracks = Readonly<Record<Track, readonly Attempt[]>>;

/**
 * The attempts that say something about the code: all but those that failed while services of their track were away, or
 * whose browser's process ended. That is evidence, see verdicts.md, "Infrastructure reasons"; what a message says is none. A
 * pass is a pass all the same.
 */
export function soundAttempts(attempts: readonly Attempt[], outages: readonly Outage[]): readonly Attempt[] {
  return attempts.filter((attempt) => !isSpoiled(attempt, outages));
}

export function soundOnTracks(
  { train, next }: AttemptsOnTracks,
  outages: readonly Outage[],
): AttemptsOnTracks {
  return { train: soundAttempts(train, outages), next: soundAttempts(next, outages) };
}

function isSpoiled(attempt: Attempt, outages: readonly Outage[]): boolean {
  if (attempt.status !== 'failed') return false;
  if (attempt.attachments.some(({ name }) => name === browserEnded)) return true;
  const start = Date.parse(attempt.startedAt);
  const end = start + attempt.seconds * 1000;
  return outages.some(
    ({ track, from, to }) => track === attempt.track && start <= Date.parse(to) && end >= Date.parse(from),
  );
}
