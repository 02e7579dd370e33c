import type { Track } from '../core/track.ts';
import type { Surroundings } from './surroundings.ts';

/** Seconds without a job after which none is to come: MediaWiki asks for some after it has answered. */
const quiet = 2;

/** Seconds. */
const patience = 60;

/**
 * Waits until the job runner of a track has had nothing to do for two seconds. False when it still has after a minute,
 * when nobody can say, and when the signal ends it.
 */
export async function awaitJobs(
  { provider, pause, clock }: Pick<Surroundings, 'provider' | 'pause' | 'clock'>,
  environment: string,
  track: Track,
  signal: AbortSignal,
): Promise<boolean> {
  const runner = { environment, track, service: 'jobrunner' };
  const idle = `find /run/gm1/jobrunner.idle -not -newermt '${quiet} seconds ago' | grep -q .`;
  for (const end = clock.seconds() + patience; !signal.aborted && clock.seconds() < end; ) {
    const looked = await provider.execute(runner, ['sh', '-c', idle]);
    if (!looked.ok) return false;
    if (looked.value.exitCode === 0) return true;
    await pause(0.3, signal);
  }
  return false;
}
