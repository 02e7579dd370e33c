import type { BuildRecord } from './build-record.ts';
import type { LogRecord, RequestKind } from './log-record.ts';
import type { Phase } from './phase.ts';
import type { Attempt, TestIdentity } from './result.ts';
import type { RepositoryCommits, Suspect } from './suspect.ts';
import type { Track } from './track.ts';
import type { Waiver, WaiverUse } from './waiver.ts';

/** The verdicts on tests, worst first; see `comparison/test-verdict.ts` for the rules. */
export const testVerdicts = [
  'regressed',
  'missing',
  'newly-flaky',
  'failure-changed',
  'new-failing',
  'flaky-next',
  'spurious',
  'waived',
  'same-fail',
  'flaky-train',
  'fixed',
  'same-skipped',
  'new-passing',
  'same-pass',
] as const;

export type TestVerdict = (typeof testVerdicts)[number];

/** The verdicts on log signatures, worst first. */
export const logVerdicts = ['new', 'raised', 'waived', 'gone', 'lowered', 'same'] as const;

export type LogVerdict = (typeof logVerdicts)[number];

/** The verdict that a finding would have without its waiver. */
export interface Waived<Verdict> {
  readonly verdict: Exclude<Verdict, 'waived'>;
  readonly waiver: Waiver;
}

/** A waiver that is spent or was removed, and whose finding had gone. */
export interface Outlived {
  readonly waiver: Waiver;
  /** The first run without the finding since it was waived. */
  readonly goneSince: string;
}

/** Why a test regressed, as far as exchanging one thing at a time tells. */
export const causes = ['product', 'configuration', 'test', 'noise'] as const;

export interface Attribution {
  /**
   * `product`: the code. `configuration`: next passes with train's. `test`: its own version of the test passes. `noise`:
   * train fails, too, when it runs once more.
   */
  readonly cause: (typeof causes)[number];
  /** One sentence. */
  readonly reason: string;
}

export interface TestComparison {
  /** `testName()` of the identity. */
  readonly name: string;
  readonly test: TestIdentity;
  readonly verdict: TestVerdict;
  readonly gates: boolean;
  /** One sentence that says why, with the attempts counted. */
  readonly reason: string;
  /** What identifies its failures on next, each once: what a waiver of it names. None when it did not fail. */
  readonly signatures: readonly string[];
  readonly waived?: Waived<TestVerdict>;
  /** It comes back: the waiver that knew it is spent or was removed. */
  readonly again?: Outlived;
  /** Of a regressed test; absent when nothing was exchanged. */
  readonly attribution?: Attribution;
  readonly attempts: Readonly<Record<Track, readonly Attempt[]>>;
}

export interface LogComparison {
  readonly signature: string;
  readonly verdict: LogVerdict;
  readonly gates: boolean;
  /** It would gate if it is no noise, which only a control run can tell, and there is none. */
  readonly undecided: boolean;
  readonly deprecation: boolean;
  /** One sentence that says why. */
  readonly reason: string;
  readonly waived?: Waived<LogVerdict>;
  /** It comes back: the waiver that knew it is spent or was removed. */
  readonly again?: Outlived;
  readonly counts: Readonly<Record<Track, number>>;
  readonly rates: LogRates;
  /** From next when next has one. */
  readonly example: LogRecord;
  readonly first: string;
  readonly last: string;
  /** Who made it, on next when next has it. */
  readonly origins: LogOrigins;
  /** What differs between the builds in the files of the example's trace; absent when nobody looked. */
  readonly suspects?: readonly Suspect[];
}

/** How often it came. Attempts that confirm are left out, for often just one of the tracks has them. */
export interface LogRates {
  /** Records per 1000 requests. */
  readonly per1000: Readonly<Record<Track, number>>;
  /** So many requests there were of these kinds. */
  readonly requests: Readonly<Record<Track, number>>;
  /** Those of the requests that it came from; empty when that is not known: then it is all requests. */
  readonly kinds: readonly RequestKind[];
}

/** Each list holds at most twenty. */
export interface LogOrigins {
  /** `testName()`s. */
  readonly tests: readonly string[];
  /** How many tests in all. */
  readonly testCount: number;
  readonly wikis: readonly string[];
  readonly requestIds: readonly string[];
}

/** One phase on both tracks; a side is absent when that track did not have the phase. */
export interface PhaseComparison {
  readonly phase: string;
  readonly train?: number;
  readonly next?: number;
  /** next / train. */
  readonly ratio?: number;
}

export interface Gate {
  readonly verdict: 'go' | 'no-go' | 'inconclusive';
  /** One sentence each; never empty. */
  readonly reasons: readonly string[];
}

/** A run of train against train: what it found is noise. */
export interface ControlRun {
  readonly run: string;
  readonly startedAt: string;
  /** Log signatures that it compared, and how many of them it called new or raised. */
  readonly signatures: number;
  readonly falseLogs: number;
  /** Tests that it compared, and how many of them it called regressed. */
  readonly tests: number;
  readonly falseTests: number;
  /** By phase, next / train, where both are the same; absent in comparisons of old. */
  readonly ratios?: Readonly<Record<string, number>>;
}

/** How long one step took on one track, night after night. */
export interface Trend {
  /** A suite, a phase of provisioning, or `build, full`, `build, incremental` and `build, cached`, which do not compare. */
  readonly series: string;
  readonly track: Track;
  /** The oldest first; the last one is of the run itself, when it has the step. */
  readonly nights: readonly { readonly run: string; readonly startedAt: string; readonly seconds: number }[];
  readonly median: number;
  /** Nine of ten nights took no longer. */
  readonly p90: number;
}

/** The comparison of one run, `comparison.json`. Test counts add up to `total`. */
export interface Comparison {
  readonly run: string;
  readonly startedAt: string;
  readonly gate: Gate;
  readonly total: number;
  readonly counts: Readonly<Record<TestVerdict, number>>;
  readonly logCounts: Readonly<Record<LogVerdict, number>>;
  readonly tests: readonly TestComparison[];
  readonly logs: readonly LogComparison[];
  /** The control runs that tell what is noise, newest first. */
  readonly controls: readonly ControlRun[];
  readonly waivers: readonly WaiverUse[];
  /** The manifest of train's build, `Manifest.hash`; absent when it was not built. */
  readonly trainManifest?: string;
  readonly phases: Readonly<Record<Track, readonly Phase[]>>;
  /** What next has and train has not; absent when no history of it is kept on this machine. */
  readonly commits?: readonly RepositoryCommits[];
  readonly timings: readonly PhaseComparison[];
  /** Absent in comparisons of old. */
  readonly builds?: Readonly<Partial<Record<Track, Pick<BuildRecord, 'kind' | 'seconds'>>>>;
  /** Over this run and those before it, where two at least have the step. */
  readonly trends?: readonly Trend[];
}

/** What a run says to those after it. Tests and logs are most of it, and may be read when they are asked for only. */
export type EarlierRun = Pick<
  Comparison,
  'run' | 'startedAt' | 'counts' | 'waivers' | 'phases' | 'builds' | 'tests' | 'logs'
> & { readonly gate: Pick<Gate, 'verdict'> };
