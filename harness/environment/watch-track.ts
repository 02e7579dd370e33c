import { type Failure, failureSentence, type Outcome, ok } from '../core/failure.ts';
import type { Outage } from '../core/outage.ts';
import type { Track } from '../core/track.ts';
import { readCurrentTrack } from './current-track.ts';
import type { FoundService } from './provider.ts';
import type { Surroundings } from './surroundings.ts';

type Around = Pick<Surroundings, 'home' | 'provider' | 'pause' | 'clock' | 'freeBytes'>;

/** When all services were last seen to run, and when they did again; ISO 8601. */
export type Away = Pick<Outage, 'from' | 'to'>;

/** Seconds between two looks at the services: a fraction of what a test takes, and work of milliseconds. */
const interval = 1;

/** A disk with less counts as full: a page of MariaDB's log, a browser's profile or a screenshot may not fit. */
const leastBytes = 32_000_000;

/**
 * Looks after a track while others use it, until it is disposed: a service that has ended is started again with the
 * files that it has, and told of, with the time in which what failed says nothing about the code. A service that cannot be
 * started again is the last that is told, without. A disk that is full meanwhile is told of in the same way when it has
 * room again, or at the end.
 */
export function watchTrack(
  around: Around,
  environment: string,
  track: Track,
  onOutage: (failure: Failure, away?: Away) => void,
): AsyncDisposable {
  const over = new AbortController();
  const now = () => around.clock.now().toISOString();
  const watching = (async () => {
    let from = now();
    let fullSince: string | undefined;
    while (!over.signal.aborted) {
      await around.pause(interval, over.signal);
      const looked = now();
      const recovered = await recoverTrack(around, environment, track);
      if (!recovered.ok) return onOutage(recovered.failure);
      const ended = recovered.value;
      const isFull = await isDiskFull(around);
      if (isFull) fullSince ??= from;
      if (fullSince && (!isFull || over.signal.aborted)) {
        onOutage(diskFull(around.home.root), { from: fullSince, to: now() });
        fullSince = undefined;
      }
      if (ended.length > 0) onOutage(outage(environment, track, ended), { from, to: now() });
      from = ended.length > 0 ? now() : looked;
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      over.abort();
      await watching;
    },
  };
}

/** Starts what has ended of a track; gives what that was. */
async function recoverTrack(
  around: Around,
  environment: string,
  track: Track,
): Promise<Outcome<readonly FoundService[]>> {
  const current = await readCurrentTrack(around, environment, track);
  if (!current.ok) return current;
  const ended = current.value?.services.filter(({ state }) => state === 'stopped') ?? [];
  if (!current.value || ended.length === 0) return ok([]);
  // A look ends what it began even when the tests are over: it is short, and half of it would be worse than none.
  const resumed = await around.provider.resume(current.value.plan, never);
  return resumed.ok ? ok(ended) : { ok: false, failure: lost(environment, track, ended, resumed.failure) };
}

async function isDiskFull({ home, freeBytes }: Around): Promise<boolean> {
  const free = await freeBytes(home.root);
  return free !== undefined && free < leastBytes;
}

function diskFull(folder: string): Failure {
  return {
    kind: 'infrastructure',
    what: `The disk of ${folder} was full while tests ran.`,
    why: 'What failed meanwhile says nothing about the code.',
    next: 'Make room, for example with `gm1 gc`, and run the suite again.',
  };
}

const never = new AbortController().signal;

function outage(environment: string, track: Track, ended: readonly FoundService[]): Failure {
  return {
    kind: 'infrastructure',
    what: `${inWords(ended)} of ${environment} (${track}) ended while tests ran, and runs again.`,
    why: 'What failed meanwhile says nothing about the code.',
    next: 'Run the suite again.',
  };
}

function lost(environment: string, track: Track, ended: readonly FoundService[], cause: Failure): Failure {
  return {
    kind: 'infrastructure',
    what: `${inWords(ended)} of ${environment} (${track}) ended while tests ran, and could not be started again.`,
    why: failureSentence(cause),
    next: `\`gm1 up --environment ${environment} --track ${track}\` repairs it.`,
  };
}

function inWords(ended: readonly FoundService[]): string {
  return ended.map(({ service, detail }) => (detail ? `${service} (${detail})` : service)).join(', ');
}
