import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import { readCurrentTrack } from './current-track.ts';
import { areSilent, couldNotStart, type Fault, wereAway } from './outage-failures.ts';
import { readServiceStatus } from './service-status.ts';
import { type Away, spell } from './spell.ts';
import type { Surroundings } from './surroundings.ts';

/** The services of a track that run and do not do what their health checks ask. */
export interface SilentServices {
  /** Something failed that began then, ISO 8601. Asking takes too long to be done all the time. */
  doubt(since: string): void;
  /** Asks all services while there is a doubt; starts those again that are silent for the second time in a row. */
  look(): Promise<Outcome<void>>;
  /** Starts those again that are silent still, and tells of them. */
  end(): Promise<Outcome<void>>;
}

type Around = Pick<Surroundings, 'home' | 'provider' | 'clock'>;

/** Seconds in which a service has to answer when it is asked whether it works. */
const patience = 5;

/** Tells of a silence, with the time of it, when all answer again or nobody looks any more. */
export function silentServices(
  { home, provider, clock }: Around,
  environment: string,
  track: Track,
  onSilence: (failure: Failure, away: Away) => void,
): SilentServices {
  let doubted: string | undefined;
  let fault: Fault | undefined;
  let looksInARow = 0;
  const silence = spell(
    () => clock.now().toISOString(),
    (away) => fault && onSilence(looksInARow > 0 ? areSilent(fault) : wereAway(fault), away),
  );
  const look = async () => {
    if (doubted === undefined) return ok(undefined);
    const since = doubted;
    const silent = await findSilent(provider, environment, track);
    looksInARow = silent ? looksInARow + 1 : 0;
    fault = silent ?? fault;
    silence.see(silent !== undefined, since);
    if (!silent && doubted === since) doubted = undefined;
    return silent && looksInARow > 1 ? startAgain({ home, provider }, silent) : ok(undefined);
  };
  return {
    doubt(since) {
      if (doubted === undefined || since < doubted) doubted = since;
    },
    look,
    async end() {
      const started = fault && looksInARow > 0 ? await startAgain({ home, provider }, fault) : undefined;
      if (started?.ok) {
        looksInARow = 0;
        await look();
      }
      silence.end();
      return started ?? ok(undefined);
    },
  };
}

async function findSilent(
  provider: Surroundings['provider'],
  environment: string,
  track: Track,
): Promise<Fault | undefined> {
  const statuses = await readServiceStatus(provider, { name: environment, track }, patience);
  // What cannot be asked at all is told of by who looks whether it runs.
  const silent = (statuses.ok ? statuses.value : []).flatMap((status) =>
    status.state === 'unhealthy' ? [{ service: status.name, detail: status.detail }] : [],
  );
  return silent.length > 0 ? { environment, track, services: silent, how: 'did not answer' } : undefined;
}

async function startAgain(around: Pick<Around, 'home' | 'provider'>, fault: Fault): Promise<Outcome<void>> {
  const current = await readCurrentTrack(around, fault.environment, fault.track);
  if (!current.ok) return current;
  if (!current.value) return ok(undefined);
  const hung = fault.services.map(({ service }) => service);
  // What was begun is ended even when the tests are over: half of it would be worse than none.
  const resumed = await around.provider.resume(current.value.plan, new AbortController().signal, hung);
  return resumed.ok ? resumed : failed(couldNotStart(fault, resumed.failure));
}
