import type { Comparison, PhaseComparison } from '../../harness/core/comparison.ts';
import { totalSeconds } from '../../harness/core/phase.ts';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { type Track, tracks } from '../../harness/core/track.ts';
import { plainLine } from './plain-text.ts';

export interface TimingGroup {
  readonly title: string;
  readonly rows: readonly PhaseComparison[];
  readonly total: PhaseComparison;
}

/** Phases that only exist while an image is built or an environment is started, see the build record in design.md. */
const groupOfPhase: Readonly<Record<string, string>> = {
  base: 'Build',
  fetch: 'Build',
  stage: 'Build',
  cache_git_info: 'Build',
  'l10n-update': 'Build',
  'build-and-push-container-images': 'Build',
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
    return rows.length === 0 ? [] : [{ title, rows: rows.map(shown), total: total(rows) }];
  });
}

function phaseGroups({ builds, environments, definition }: RunRecord): (phase: string) => string {
  const known = new Map(Object.entries(groupOfPhase));
  for (const suite of definition.suites) known.set(suite, 'Suites');
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

function shown(timing: PhaseComparison): PhaseComparison {
  return { ...timing, phase: plainLine(timing.phase) };
}
