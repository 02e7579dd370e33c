import type { Comparison, ControlRun, PhaseComparison } from '../../harness/core/comparison.ts';
import { buildPhases, totalSeconds } from '../../harness/core/phase.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { type Track, tracks } from '../../harness/core/track.ts';
import { formatRatio } from './measures.ts';
import { plainLine } from './plain-text.ts';

export interface TimingGroup {
  readonly title: string;
  readonly rows: readonly TimingRow[];
  readonly total: PhaseComparison;
  /** Why there are no ratios. */
  readonly note?: string;
}

export interface TimingRow extends PhaseComparison {
  /** Whether the ratio is worth a look; see verdicts.md, Timings. */
  readonly word?: 'slower' | 'faster';
}

/** Phases that only exist while an image is built or an environment is started, see the build record in design.md. */
const groupOfPhase: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...buildPhases].map((phase) => [phase, 'Build'])),
  services: 'Environment',
  provision: 'Environment',
  seed: 'Environment',
  ready: 'Environment',
};

/** The phases of both tracks in the order in which they came, by what they were part of. */
export function timings(record: RunRecord, comparison: Comparison): readonly TimingGroup[] {
  const groupOf = phaseGroups(record);
  const groups = Map.groupBy(allTimings(record, comparison), ({ phase }) => groupOf(phase));
  return ['Build', 'Environment', 'Suites', 'Other'].flatMap((title) => {
    const rows = groups.get(title) ?? [];
    const note = title === 'Build' ? kindsNote(record) : undefined;
    const judged = (row: PhaseComparison) =>
      note === undefined ? judge(row, title === 'Build' ? [] : comparison.controls) : withoutRatio(row);
    const group = {
      title,
      rows: rows.map(judged).map(shown),
      total: note === undefined ? total(rows) : withoutRatio(total(rows)),
    };
    return rows.length === 0 ? [] : [{ ...group, ...(note !== undefined && { note }) }];
  });
}

/** Full, incremental and cached builds are different series. */
function kindsNote({ builds: { train, next } }: RunRecord): string | undefined {
  if (!train || !next || train.kind === next.kind) return undefined;
  return `The build of train was ${train.kind}, that of next ${next.kind}: they do not compare.`;
}

function withoutRatio({ ratio: _, ...row }: PhaseComparison): TimingRow {
  return row;
}

/** Beyond it a ratio is worth a look, unless control runs have it, too; a phase that is short says little. */
const leastRatio = 1.2;
const leastSeconds = 3;

/** Control runs build one image for both tracks, so they say nothing of builds. */
function judge(row: PhaseComparison, controls: readonly ControlRun[]): TimingRow {
  const { phase, train = 0, next = 0, ratio = 1 } = row;
  if (Math.max(train, next) < leastSeconds) return row;
  const known = controls.flatMap(({ ratios = {} }) =>
    Object.hasOwn(ratios, phase) ? [ratios[phase] ?? 1] : [],
  );
  const threshold = Math.max(leastRatio, ...known.map((one) => Math.max(one, 1 / one)));
  if (ratio > threshold) return { ...row, word: 'slower' };
  return ratio < 1 / threshold ? { ...row, word: 'faster' } : row;
}

/** The phases that took longer on next than noise explains, in one sentence; undefined when none did. */
export function slowerSentence(groups: readonly TimingGroup[]): string | undefined {
  const slower = groups.flatMap(({ rows }) => rows.filter(({ word }) => word === 'slower'));
  if (slower.length === 0) return undefined;
  const phases = slower.map(({ phase, ratio = 1 }) => `${phase} ${formatRatio(ratio)}`);
  return `Slower on next by more than a fifth and than any control run: ${phases.join(', ')}.`;
}

function phaseGroups({ builds, environments, definition }: RunRecord): (phase: string) => string {
  const known = new Map(Object.entries(groupOfPhase));
  for (const suite of definition.suites) known.set(suite, 'Suites').set(`${suite} again`, 'Suites');
  for (const track of tracks) {
    for (const { name } of builds[track]?.phases ?? []) known.set(name, 'Build');
    for (const { name } of environments[track]?.phases ?? []) known.set(name, 'Environment');
  }
  return (phase) => known.get(phase) ?? 'Other';
}

/** What was compared, and the phases that only the build and environment records tell. */
function allTimings({ builds, environments }: RunRecord, comparison: Comparison): PhaseComparison[] {
  const compared = new Set(comparison.timings.map(({ phase }) => phase));
  const seconds = (track: Track) =>
    new Map(
      [...(builds[track]?.phases ?? []), ...(environments[track]?.phases ?? [])].map(({ name, seconds }) => [
        name,
        seconds,
      ]),
    );
  const [train, next] = [seconds('train'), seconds('next')];
  const rest = [...new Set([...train.keys(), ...next.keys()])].filter((name) => !compared.has(name));
  return [...comparison.timings, ...rest.map((name) => sideBySide(name, train.get(name), next.get(name)))];
}

function total(rows: readonly PhaseComparison[]): PhaseComparison {
  const sum = (track: Track) => {
    const phases = rows.flatMap((row) =>
      row[track] === undefined ? [] : [{ name: '', seconds: row[track] }],
    );
    return phases.length === 0 ? undefined : totalSeconds(phases);
  };
  const [train, next] = [sum('train'), sum('next')];
  const isComplete = rows.every((row) => row.train !== undefined && row.next !== undefined);
  return isComplete
    ? sideBySide('total', train, next)
    : { phase: 'total', ...(train !== undefined && { train }), ...(next !== undefined && { next }) };
}

function sideBySide(phase: string, train: number | undefined, next: number | undefined): PhaseComparison {
  return {
    phase,
    ...(train !== undefined && { train }),
    ...(next !== undefined && { next }),
    ...(train && next !== undefined && { ratio: next / train }),
  };
}

function shown(timing: TimingRow): TimingRow {
  return { ...timing, phase: plainLine(timing.phase) };
}
