import { findingsOf } from '../harness/comparison/findings.ts';
import type { Comparison, TestVerdict } from '../harness/core/comparison.ts';
import type { SourceDefinition } from '../harness/core/definition.ts';
import type { RunRecord, RunState } from '../harness/core/run-record.ts';
import type { Track } from '../harness/core/track.ts';
import { unreachable } from '../harness/core/unreachable.ts';
import { type Builds, builds } from './model/builds.ts';
import { type Cause, causes } from './model/causes.ts';
import { type Finding, testPlace, testTitle } from './model/finding.ts';
import { type Headline, headline } from './model/headline.ts';
import { type ImportedFile, type ImportedTimes, importedTimes } from './model/imported-times.ts';
import { type LogRow, logRow } from './model/log-row.ts';
import { type Marks, marks } from './model/marks.ts';
import { countOf, formatTime } from './model/measures.ts';
import { numberedFinding } from './model/numbered-finding.ts';
import { plainLine } from './model/plain-text.ts';
import { type SetAside, setAside } from './model/set-aside.ts';
import { type SuiteRow, suites } from './model/suites.ts';
import { type TimingGroup, timings } from './model/timings.ts';
import { type TrendRow, trendRows } from './model/trends.ts';

/** Everything that a report shows, worked out once for all formats. Its texts are plain but escaped for none of them. */
export interface ReportModel {
  readonly run: RunFacts;
  readonly headline: Headline;
  readonly findings: readonly Finding[];
  readonly causes: readonly Cause[];
  readonly marks: Marks;
  readonly timings: readonly TimingGroup[];
  readonly trends: readonly TrendRow[];
  readonly imported: readonly ImportedTimes[];
  readonly builds: Builds;
  readonly suites: readonly SuiteRow[];
  readonly tests: readonly TestRow[];
  readonly logs: readonly LogRow[];
  readonly requests: Readonly<Partial<Record<Track, number>>>;
  readonly setAside: SetAside;
  readonly notices: readonly string[];
  readonly limitations: readonly Limitation[];
}

/** What the environments do not do as production does. */
export interface Limitation {
  readonly what: string;
  readonly why: string;
}

export interface RunFacts {
  readonly id: string;
  readonly startedAt: string;
  readonly state: RunState;
  readonly control: boolean;
  readonly environment: string;
  /** What each track is, `MediaWiki 1.43.9 from Debian trixie with 2 patches`. */
  readonly tracks: Readonly<Record<Track, string>>;
  /** What every number was measured on. */
  readonly measuredOn: string;
}

export interface TestRow {
  readonly suite: string;
  readonly title: string;
  readonly place: string;
  readonly verdict: TestVerdict;
  readonly gates: boolean;
  readonly reason: string;
  /** Of the first attempt. */
  readonly seconds: Readonly<Partial<Record<Track, number>>>;
}

/**
 * Works out the report of a recorded run. `comparison` is of the same run, `limitations` of its configuration, `imported` are
 * other tools' builds to be shown beside it.
 */
export function reportModel(
  record: RunRecord,
  comparison: Comparison,
  limitations: readonly Limitation[] = [],
  imported: readonly ImportedFile[] = [],
): ReportModel {
  const found = findingsOf(record, comparison);
  return {
    run: runFacts(record),
    headline: headline(record, comparison),
    findings: found.map(numberedFinding),
    causes: causes(found),
    marks: marks(record),
    timings: timings(record, comparison),
    trends: trendRows(comparison),
    imported: imported.map((file) => importedTimes(file, record)),
    builds: builds(record, comparison),
    suites: suites(record, comparison),
    tests: testRows(comparison),
    logs: comparison.logs.map(logRow),
    requests: requests(record),
    setAside: setAside(comparison),
    notices: record.notices.map((notice) => plainLine(notice, 1000)),
    limitations: limitations.map(({ what, why }) => ({ what: plainLine(what), why: plainLine(why) })),
  };
}

function runFacts(record: RunRecord): RunFacts {
  const { id, startedAt, state, control, definition } = record;
  return {
    id,
    startedAt,
    state,
    control,
    environment: plainLine(definition.name),
    tracks: { train: trackName(record, 'train'), next: trackName(record, 'next') },
    measuredOn: measuredOn(record),
  };
}

function measuredOn({ id, startedAt, host }: RunRecord): string {
  const machine = host
    ? `${countOf(host.cores, 'core')}, ${(host.memory / 2 ** 30).toFixed(1)} GiB of memory, ${host.system}`
    : 'a host that the record does not describe';
  return plainLine(`Measured in run ${id}, started ${formatTime(startedAt)}, on ${machine}.`);
}

function trackName({ builds: built, definition }: RunRecord, track: Track): string {
  const version = built[track]?.version;
  const name = version ? `MediaWiki ${version}` : 'MediaWiki (not built)';
  const source = definition.tracks[track];
  const patches = source.patches?.length ? ` with ${countOf(source.patches.length, 'patch', 'patches')}` : '';
  return plainLine(`${name} from ${sourceName(source)}${patches}`);
}

function sourceName(source: SourceDefinition): string {
  switch (source.kind) {
    case 'debian':
      return `Debian ${source.suite}`;
    case 'directory':
      return source.path;
    case 'git':
      return `${source.core.url} ${source.core.branch}`;
    case 'image':
      return source.ref;
    default:
      return unreachable(source);
  }
}

function testRows({ tests }: Comparison): TestRow[] {
  return tests.map(({ test, verdict, gates, reason, attempts: { train, next } }) => ({
    suite: test.suite,
    title: testTitle(test),
    place: testPlace(test),
    verdict,
    gates,
    reason: plainLine(reason, 600),
    seconds: { ...(train[0] && { train: train[0].seconds }), ...(next[0] && { next: next[0].seconds }) },
  }));
}

function requests({ logs: { train, next } }: RunRecord): ReportModel['requests'] {
  return { ...(train && { train: train.requests }), ...(next && { next: next.requests }) };
}
