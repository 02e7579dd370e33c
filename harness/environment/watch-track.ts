import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { readCurrentTrack } from './current-track.ts';
import { couldNotStart, diskFull, type Fault, wereAway } from './outage-failures.ts';
import { silentServices } from './silent-services.ts';
import { type Away, spell } from './spell.ts';
import type { Surroundings } from './surroundings.ts';

type Around = Pick<Surroundings, 'home' | 'provider' | 'pause' | 'clock' | 'freeBytes'>;

/** Looks after a track while others use it, until it is disposed. */
export interface TrackWatch extends AsyncDisposable {
  /** Something failed that began then, ISO 8601: every service is asked whether it works, which a look else does not. */
  doubt(since: string): void;
}

/** Seconds between two looks at the services: a fraction of what a test takes, and work of milliseconds. */
const interval = 1;

/** A disk with less counts as full: a page of MariaDB's log, a browser's profile or a screenshot may not fit. */
const leastBytes = 32_000_000;

/**
 * A service that has ended, or that runs and does not answer, is started again with the files that it has, and told of,
 * with the time in which what failed says nothing about the code. A service that cannot be started again is the last that
 * is told, without. A disk that is full meanwhile is told of in the same way when it has room again, or at the end.
 */
export function watchTrack(
  around: Around,
  environment: string,
  track: Track,
  onOutage: (failure: Failure, away?: Away) => void,
): TrackWatch {
  const over = new AbortController();
  const now = () => around.clock.now().toISOString();
  const full = spell(now, (away) => onOutage(diskFull(around.home.root), away));
  const silence = silentServices(around, environment, track, onOutage);
  const watching = (async () => {
    let from = now();
    while (!over.signal.aborted) {
      await around.pause(interval, over.signal);
      const looked = now();
      const recovered = await recoverTrack(around, environment, track);
      if (!recovered.ok) return onOutage(recovered.failure);
      const ended = recovered.value;
      full.see(await isDiskFull(around), from);
      if (ended) onOutage(wereAway(ended), { from, to: now() });
      const heard = await silence.look();
      if (!heard.ok) return onOutage(heard.failure);
      from = ended ? now() : looked;
    }
    full.end();
    const ended = await silence.end();
    if (!ended.ok) onOutage(ended.failure);
  })();
  return {
    doubt: (since) => silence.doubt(since),
    async [Symbol.asyncDispose]() {
      over.abort();
      await watching;
    },
  };
}

/** Starts what has ended of a track; says what that was. */
async function recoverTrack(
  around: Around,
  environment: string,
  track: Track,
): Promise<Outcome<Fault | undefined>> {
  const current = await readCurrentTrack(around, environment, track);
  if (!current.ok) return current;
  const services = current.value?.services.filter(({ state }) => state === 'stopped') ?? [];
  if (!current.value || services.length === 0) return ok(undefined);
  const fault: Fault = { environment, track, services, how: 'ended' };
  // A look ends what it began even when the tests are over: it is short, and half of it would be worse than none.
  const resumed = await around.provider.resume(current.value.plan, new AbortController().signal);
  return resumed.ok ? ok(fault) : failed(couldNotStart(fault, resumed.failure));
}

async function isDiskFull({ home, freeBytes }: Around): Promise<boolean> {
  const free = await freeBytes(home.root);
  return free !== undefined && free < leastBytes;
}
