import type { Comparison, Trend } from '../core/comparison.ts';
import { buildPhases } from '../core/phase.ts';
import { type Track, tracks } from '../core/track.ts';
import { secondsByName } from './compare-phases.ts';

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
  // Builds of other kinds than the run's own tell something, too.
  const trends = [...steps]
    .filter(([name, all]) => all.length > 1 && (own.has(name) || isOfBuilds(all)))
    .map(([, all]) => trendOf(all));
  return sideBySide(trends);
}

/** Builds first, and the tracks of one step together. */
function sideBySide(trends: readonly Trend[]): readonly Trend[] {
  const bySeries = [...Map.groupBy(trends, ({ series }) => series).values()];
  const [builds, others] = [bySeries.filter(isOfBuilds), bySeries.filter((same) => !isOfBuilds(same))];
  return [...builds, ...others].flat();
}

function isOfBuilds([one]: readonly { readonly series: string }[]): boolean {
  return one?.series.startsWith(buildSeries) ?? false;
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
    const others = phases[track].filter(
      ({ name }) => !buildPhases.has(name) && !/ (confirming|again)$/.test(name),
    );
    return [
      ...(build ? [step(`${buildSeries}${build.kind}`, build.seconds)] : []),
      ...[...secondsByName(others)].map(([name, sum]) => step(name, sum)),
    ];
  });
}

function nameOf({ series, track }: Step): string {
  return `${track} ${series}`;
}
