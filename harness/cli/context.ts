import type { BuildRecord } from '../core/build-record.ts';
import type { Comparison } from '../core/comparison.ts';
import type { Definition } from '../core/definition.ts';
import type { EnvironmentRecord } from '../core/environment-record.ts';
import type { Outcome } from '../core/failure.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';
import type { TreeEntry } from '../core/tree.ts';
import type { EnsuredTrack } from '../environment/ensure-up.ts';
import type { Work } from '../environment/environment-lock.ts';
import type { RecordedTracks } from '../environment/environments.ts';
import type { Provider } from '../environment/provider.ts';
import type { Reset, ResetInput } from '../environment/reset-track.ts';
import type { ListedBuild } from '../image/describe-builds.ts';
import type { RequirementResult } from '../requirements/requirement.ts';
import type { Garbage, GarbageOptions } from '../run/collect-garbage.ts';
import type { RunningTrack, Stages } from '../run/stages.ts';
import type { HistoryCommit, HistoryRequest } from '../source/object-cache.ts';
import type { RunIndex } from '../store/index/run-index.ts';
import type { IndexUpdate, UpdateOptions } from '../store/index/update-index.ts';
import type { TestMemory } from '../store/remembered-tests.ts';
import type { RunStore } from '../store/store.ts';
import type { Clock, PhaseListener } from '../system/clock.ts';
import type { Http } from '../system/http.ts';
import type { Pause } from '../system/pause.ts';

export interface WrittenReport {
  readonly directory: string;
  readonly index: string;
  readonly notices: readonly string[];
}

export interface UpRequest {
  readonly definition: Definition;
  readonly builds: readonly BuildRecord[];
  /** One version of MediaWiki in the image, for every wiki. */
  readonly forceVersion?: string | undefined;
  /** Whether databases that are up stay as they are when the code changes. */
  readonly keepSchema: boolean;
  readonly phases: (track: Track) => PhaseListener;
  readonly onNotice: (text: string) => void;
  readonly signal: AbortSignal;
}

/** What will be built next. */
export interface Building {
  readonly definition: Definition;
  readonly tracks: readonly Track[];
}

/** What the commands can ask for; `compose.ts` makes it of the real parts. Nothing connects before it is asked. */
export interface Services {
  readonly store: RunStore;
  readonly clock: Clock;
  readonly http: Http;
  readonly pause: Pause;
  /** Tests that may run at once. */
  readonly workers: number;
  loadDefinition(nameOrFile: string): Promise<Outcome<Definition>>;
  checkRequirements(): Promise<readonly RequirementResult[]>;
  installMissing(results: readonly RequirementResult[]): Promise<readonly RequirementResult[]>;
  /** To look into environments. */
  provider(): Promise<Outcome<Provider>>;
  /** False when there is no browser. */
  openBrowser(url: string): Promise<boolean>;
  /** Connects to the container engine; meanwhile what will be fetched is asked for. */
  stages(building?: Building): Promise<Outcome<Stages>>;
  /** The builds on record, oldest first. */
  buildRecords(): Promise<readonly BuildRecord[]>;
  /** The files of a build's staging directory, if they are still known. */
  filesOf(build: BuildRecord): Promise<readonly TreeEntry[] | undefined>;
  /** As far as builds on this machine fetched them. */
  commitsBetween(
    request: Omit<HistoryRequest, 'cache' | 'command'>,
  ): Promise<Outcome<readonly HistoryCommit[]>>;
  /** The environments on record with their true state; all, or those of one name. */
  environments(name?: string): Promise<Outcome<RecordedTracks>>;
  /** Lets tracks be up with these builds, all at once. */
  ensureUp(request: UpRequest): Promise<Outcome<readonly EnsuredTrack[]>>;
  /** Takes a track back to its seed. */
  resetTrack(input: ResetInput): Promise<Outcome<Reset>>;
  /** Lets a track stay for so many hours from now; the record as it is then. */
  extendLease(name: string, track: Track, hours?: number): Promise<Outcome<EnvironmentRecord>>;
  /** Keeps others from changing a track; fails, naming who does, while somebody does. */
  holdEnvironment(name: string, track: Track, work: Work): Promise<Outcome<AsyncDisposable>>;
  /** A track that is up, as its suites see it. */
  running(name: string, track: Track): Promise<Outcome<RunningTrack>>;
  writeReport(
    record: RunRecord,
    comparison: Comparison,
    signal: AbortSignal,
  ): Promise<Outcome<WrittenReport>>;
  terminalSummary(record: RunRecord, comparison: Comparison): Promise<string>;
  /** The builds on record, newest first, and what refers to them. */
  builds(): Promise<Outcome<readonly ListedBuild[]>>;
  /** Removes what no live environment, run or newer build needs. */
  collectGarbage(options: GarbageOptions): Promise<Outcome<Garbage>>;
  /** Brings the index of the runs on record up to date, and lets it be asked. */
  withIndex<T>(
    options: UpdateOptions,
    use: (index: RunIndex, update: IndexUpdate) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>>;
  /** An existing folder for the results of `gm1 test`. */
  resultsDirectory(environment: string, track: Track): Promise<string>;
  /** What `gm1 test` ran there before, with upstream's tests at the revision of a track. */
  testMemory(environment: string, track: Track, testsOf?: Track): Pick<TestMemory, 'read' | 'write'>;
}

/** Standard output or error: a terminal, a pipe or a file. */
export type Output = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** Standard input. In raw mode a terminal passes on every key, Ctrl-C too. */
export type Input = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
};

/** One invocation of `gm1`. */
export interface Context {
  readonly services: Services;
  readonly signal: AbortSignal;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** One of gm1's own, or that of a program that it ran for the user. */
  setExitCode(code: number): void;
}
