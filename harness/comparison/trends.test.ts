import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../core/comparison.ts';
import { sampleBuild, sampleRun } from '../testing/sample-run.ts';
import { compareRun } from './compare-run.ts';
import { quantile, type TimedRun, trendsOf } from './trends.ts';

function night(day: number, http: number, build: readonly [kind: 'full' | 'incremental' | 'cached', number]) {
  const phases = [
    { name: 'fetch', seconds: 9 },
    { name: 'provision', seconds: day },
    { name: 'http', seconds: http },
    { name: 'http again', seconds: 30 },
    { name: 'http confirming', seconds: 50 },
  ];
  const [kind, seconds] = build;
  return {
    run: `run-${day}`,
    startedAt: `2026-11-${String(day).padStart(2, '0')}T02:00:00.000Z`,
    phases: { train: [], next: phases },
    builds: { next: { kind, seconds } },
  } satisfies TimedRun;
}

const secondsOf = (trends: ReturnType<typeof trendsOf>, series: string) =>
  trends.find((trend) => trend.series === series)?.nights.map(({ seconds }) => seconds);

describe('trendsOf', () => {
  const runs = [night(1, 10, ['full', 60]), night(2, 30, ['cached', 1]), night(3, 20, ['full', 80])] as const;

  test('has suites, provisioning and builds by kind, the oldest night first', () => {
    const trends = trendsOf(runs[2], [runs[1], runs[0]]);
    expect(trends.map(({ series }) => series).sort()).toEqual(['build, full', 'http', 'provision']);
    expect(secondsOf(trends, 'build, full')).toEqual([60, 80]);
    expect(secondsOf(trends, 'http')).toEqual([10, 30, 20]);
    expect(trends.find(({ series }) => series === 'http')).toMatchObject({
      track: 'next',
      median: 20,
      p90: 30,
      nights: [{ run: 'run-1' }, { run: 'run-2' }, { run: 'run-3' }],
    });
  });

  test('does not have a suite that the run has not, but builds of other kinds', () => {
    const last: TimedRun = { ...night(4, 0, ['cached', 2]), phases: { train: [], next: [] } };
    const trends = trendsOf(last, runs);
    expect(trends.map(({ series }) => series).sort()).toEqual(['build, cached', 'build, full']);
    expect(secondsOf(trends, 'build, cached')).toEqual([1, 2]);
  });

  test('builds come first, and both tracks of a step together', () => {
    const both = (day: number) => {
      const { phases, ...rest } = night(day, 1, ['full', 1]);
      return { ...rest, phases: { train: phases.next, next: phases.next } };
    };
    expect(trendsOf(both(2), [both(1)]).map(({ series, track }) => `${series} ${track}`)).toEqual([
      'build, full next',
      'provision train',
      'provision next',
      'http train',
      'http next',
    ]);
  });

  test('one night makes no trend', () => {
    expect(trendsOf(runs[0], [])).toEqual([]);
  });

  test('sums up a phase that came more than once in a night', () => {
    const twice = { name: 'ready', seconds: 2 };
    const of = (day: number) => ({
      ...night(day, 1, ['full', 1]),
      phases: { train: [], next: [twice, twice] },
    });
    expect(secondsOf(trendsOf(of(2), [of(1)]), 'ready')).toEqual([4, 4]);
  });

  test('does not hang on the order of the runs before', () => {
    const order = fc.shuffledSubarray([...runs], { minLength: runs.length });
    fc.assert(
      fc.property(order, (shuffled) => {
        expect(trendsOf(night(4, 5, ['full', 7]), shuffled)).toEqual(
          trendsOf(night(4, 5, ['full', 7]), runs),
        );
      }),
    );
  });
});

test('a median is no more than the p90, and both are values that there were', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: 0, max: 1e6 }), { minLength: 1 }), (values) => {
      const [median, p90] = [quantile(values, 0.5), quantile(values, 0.9)];
      expect(median).toBeLessThanOrEqual(p90);
      expect(values).toEqual(expect.arrayContaining([median, p90]));
      expect(values.filter((value) => value > p90).length).toBeLessThanOrEqual(values.length / 10);
    }),
  );
});

test('a comparison has the trends over the runs before it', () => {
  const of = (day: number, history: readonly Comparison[] = []) =>
    compareRun(
      sampleRun({
        id: `run-${day}`,
        startedAt: `2026-11-0${day}T02:00:00.000Z`,
        builds: { next: { ...sampleBuild('next'), kind: 'full', seconds: day } },
      }),
      { history },
    );
  const { trends, builds } = of(3, [of(2), of(1)]);
  expect(builds).toEqual({ next: { kind: 'full', seconds: 3 } });
  expect(secondsOf(trends ?? [], 'build, full')).toEqual([1, 2, 3]);
  expect(secondsOf(trends ?? [], 'api')).toEqual([6, 6, 6]);
});

test('of ten values the median is the fifth, the p90 the ninth', () => {
  const values = [10, 3, 7, 1, 9, 2, 8, 4, 6, 5];
  expect([quantile(values, 0.5), quantile(values, 0.9), quantile([4], 0.9)]).toEqual([5, 9, 4]);
});
