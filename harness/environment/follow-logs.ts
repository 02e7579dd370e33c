import { join } from 'node:path/posix';
import { type Failure, failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import type { Pause } from '../system/pause.ts';
import { FollowedFile } from './follow-file.ts';
import type { FoundService, Provider, Target } from './provider.ts';

const folder = '/var/log/gm1';

/** All services of a track have the same logs; not all of them may read each. Those that may, the steadiest first. */
const readers = ['edge', 'web', 'app', 'jobrunner'];

/** A log, by its path below the folder of logs, and its size when it was looked at. */
export interface LogFile {
  readonly path: string;
  readonly bytes: number;
}

export interface Following {
  readonly environment: string;
  readonly track: Track;
  readonly paths: readonly string[];
  readonly onBytes: (path: string, bytes: Buffer) => void;
  readonly signal: AbortSignal;
}

type Around = { readonly provider: Provider; readonly pause: Pause };

/** The logs that a track has now. */
export async function listLogFiles(
  { provider }: Pick<Around, 'provider'>,
  place: Pick<Following, 'environment' | 'track'>,
): Promise<Outcome<readonly LogFile[]>> {
  const reader = await findReader(provider, place);
  if (!reader.ok) return reader;
  if (!reader.value) return failed(nobodyReads(place));
  const found = await provider.execute(reader.value, ['find', folder, '-type', 'f', '-printf', '%s %P\\n']);
  if (!found.ok) return found;
  return ok(
    [...found.value.stdout.matchAll(/^(\d+) (.+)$/gm)].map(([, bytes, path = '']) => ({
      path,
      bytes: Number(bytes),
    })),
  );
}

/**
 * Passes on what the logs hold and what is added to them, until the signal or until the track is gone. A service that
 * ends is no end: another one, or the same when it is back, goes on where it stopped.
 */
export async function followLogs({ provider, pause }: Around, following: Following): Promise<Outcome<never>> {
  const { paths, onBytes, signal } = following;
  const files = paths.map((path) => ({ path, file: new FollowedFile(provider, join(folder, path)) }));
  while (!signal.aborted) {
    const reader = await findReader(provider, following);
    if (!reader.ok) return reader;
    const target = reader.value;
    if (target)
      await Promise.all(
        files.map(async ({ path, file }) => {
          for await (const bytes of file.read(target, signal)) onBytes(path, bytes);
        }),
      );
    await pause(0.5, signal);
  }
  return failed(interrupted);
}

/** A service that runs and may read the logs; undefined when none does now. Fails when the track is gone. */
async function findReader(
  provider: Provider,
  { environment, track }: Pick<Following, 'environment' | 'track'>,
): Promise<Outcome<Target | undefined>> {
  const services = await provider.list();
  if (!services.ok) return services;
  const own = services.value.filter((each) => each.environment === environment && each.track === track);
  if (own.length === 0) return failed(gone(environment, track));
  return ok(readers.map((name) => own.find((each) => isReader(each, name))).find(Boolean));
}

function isReader({ service, state }: FoundService, name: string): boolean {
  return service === name && state === 'running';
}

function gone(environment: string, track: Track): Failure {
  return {
    kind: 'infrastructure',
    what: `The environment ${environment} (${track}) is gone.`,
    next: `Start it with \`gm1 up --track ${track} --environment ${environment}\`.`,
  };
}

function nobodyReads({ environment, track }: Pick<Following, 'environment' | 'track'>): Failure {
  return {
    kind: 'infrastructure',
    what: `No service of ${environment} (${track}) that could follow the logs runs.`,
    next: 'Read what is there without --follow, or start it again with `gm1 up`.',
  };
}
