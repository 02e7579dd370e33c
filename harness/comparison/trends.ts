import type { Comparison, Trend } from '../core/comparison.ts';
import { type Track, tracks } from '../core/track.ts';

/** What trends are made of. */
export type TimedRun = Pick<Comparison, 'run' | 'startedAt' | 'phases' | 'builds'>;

interface Step {
  readonly series: string;
  readonly track: Track;
  readonly night: Trend['nights'][number];
}

/**
 * How long each step of a run took in it and in runs before, whatever order those come in. Builds are one step, by kind;
 * their phases are left out, and so are attempts that confirm, which not every night has.
 */
export function trendsOf(run: TimedRun, earlier: readonly TimedRun[]): readonly Trend[] {
  const nights = [run, ...earlier].toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  const own = new Set(stepsOf(run).map(nameOf));
  const steps = Map.groupBy(nights.flatMap(stepsOf), nameOf);
  const trends = [...steps]
    .filter(([name, all]) => all.length > 1 && (own.has(name) || isBuild(all)))
    .map(([, all]) => trendOf(all));
  return sideBySide(trends);
}

/** Builds first, and the tracks of one step together. */
function sideBySide(trends: readonly Trend[]): readonly Trend[] {
  const bySeries = [...Map.groupBy(trends, ({ series }) => series).values()];
  const [builds, others] = [bySeries.filter(isOfBuilds), bySeries.filter((same) => !isOfBuilds(same))];
  return [...builds, ...others].flat();
}

function isOfBuilds([trend]: readonly Trend[]): boolean {
  return trend?.series.startsWith(buildSeries) ?? false;
}

/** Of sorted values the middle, and the one that nine of ten do not exceed (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('Nothing has no quantile.');
  return value;
}

function trendOf(steps: readonly Step[]): Trend {
  const [first] = steps;
  if (!first) throw new Error('A trend has a step at least.');
  const seconds = steps.map(({ night }) => night.seconds);
  return {
    series: first.series,
    track: first.track,
    nights: steps.map(({ night }) => night),
    median: quantile(seconds, 0.5),
    p90: quantile(seconds, 0.9),
  };
}

const buildSeries = 'build, ';

function stepsOf({ run, startedAt, phases, builds = {} }: TimedRun): readonly Step[] {
  return tracks.flatMap((track) => {
    const step = (series: string, seconds: number): Step => ({
      series,
      track,
      night: { run, startedAt, seconds },
    });
    const build = builds[track];
    const seconds = new Map<string, number>();
    for (const phase of phases[track])
      if (!isOfBuild(phase.name) && !phase.name.endsWith(' confirming'))
        seconds.set(phase.name, (seconds.get(phase.name) ?? 0) + phase.seconds);
    return [
      ...(build ? [step(`${buildSeries}${build.kind}`, build.seconds)] : []),
      ...[...seconds].map(([name, sum]) => step(name, sum)),
    ];
  });
}

const buildPhases: ReadonlySet<string> = new Set([
  'base',
  'runtime',
  'fetch',
  'stage',
  'adopt',
  'cache_git_info',
  'l10n-update',
  'build-and-push-container-images',
  'publish',
]);

function isOfBuild(phase: string): boolean {
  return buildPhases.has(phase);
}

/** The kinds that the run itself was not built by tell something, too. */
function isBuild([step]: readonly Step[]): boolean {
  return step?.series.startsWith(buildSeries) ?? false;
}

function nameOf({ series, track }: Step): string {
  return `${track} ${series}`;
}
