import type { BuildRecord } from '../core/build-record.ts';
import type { Definition, SuiteName } from '../core/definition.ts';
import type { Endpoints } from '../core/endpoint.ts';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import type { Failure, Outcome } from '../core/failure.ts';
import type { CollectedLogs } from '../core/log-record.ts';
import type { Track } from '../core/track.ts';
import type { Away } from '../environment/spell.ts';
import type { TrackWatch } from '../environment/watch-track.ts';
import type { BuildOptions } from '../image/build.ts';
import type { Runner } from '../runners/runner.ts';
import type { VersionChoice } from '../source/versions.ts';
import type { PhaseListener } from '../system/clock.ts';

/** One track of a running environment, with what its suites may know of it. */
export interface RunningTrack {
  readonly record: EnvironmentRecord;
  readonly endpoints: Endpoints;
  readonly endpointsFile: string;
}

export interface BuildRequest {
  readonly definition: Definition;
  readonly track: Track;
  readonly options?: BuildOptions;
  readonly versions?: VersionChoice;
  readonly listener: PhaseListener;
  readonly onNotice: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface BringUpRequest {
  readonly definition: Definition;
  /** Name of the environment to make; a run's environments are named after the run. */
  readonly environment: string;
  readonly build: BuildRecord;
  /** One version of MediaWiki in the image, for every wiki. */
  readonly forceVersion?: string | undefined;
  readonly listener: PhaseListener;
  /** Told a sentence of what a person should know and nothing ends for. */
  readonly onNotice?: ((text: string) => void) | undefined;
  readonly signal: AbortSignal;
}

export interface ResetRequest {
  readonly environment: string;
  readonly track: Track;
  readonly onNotice: (text: string) => void;
  readonly signal: AbortSignal;
}

/** The logs of a track, and what must not stand in them. */
export interface TrackLogs extends CollectedLogs {
  /** By what they are, `password of sysop`; none when absent. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Whether jobs were still to run a minute after the last test: what they log is missing. */
  readonly unfinishedJobs?: boolean;
}

/** The stages as the run sees them; `compose.ts` makes them of the real parts. */
export interface Stages {
  build(request: BuildRequest): Promise<Outcome<BuildRecord>>;
  bringUp(request: BringUpRequest): Promise<Outcome<RunningTrack>>;
  takeDown(environment: string, track?: Track): Promise<Outcome<void>>;
  /** Takes a track back to its seed, after its jobs have run. */
  reset(request: ResetRequest): Promise<Outcome<void>>;
  /** Of the jobs that tests brought about, too: waits for them. */
  collectLogs(environment: string, track: Track, signal: AbortSignal): Promise<Outcome<TrackLogs>>;
  /** Starts again what ends or hangs of a track's services until it is disposed, and tells of it; see `watchTrack`. */
  watch(environment: string, track: Track, onOutage: (failure: Failure, away?: Away) => void): TrackWatch;
  /** Of the suites that a definition has. */
  runners(definition: Definition): Promise<Readonly<Partial<Record<SuiteName, Runner>>>>;
}
