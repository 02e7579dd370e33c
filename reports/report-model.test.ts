import { describe, expect, test } from 'vitest';
import type { Comparison } from '../harness/core/comparison.ts';
import { reportModel } from './report-model.ts';
import { sampleBuild, samplePhases, sampleRun } from './testing/sample-run.ts';
import { sampleTest } from './testing/sample-tests.ts';
import {
  allGreen,
  controlRun,
  failedBoot,
  interruptedRun,
  onBoth,
  regressions,
  type Sample,
  sampled,
} from './testing/samples.ts';

function modelOf({ record, comparison }: Sample) {
  return reportModel(record, comparison);
}

const everySample = { allGreen, controlRun, failedBoot, interruptedRun, regressions };

describe('headline', () => {
  test.each(Object.entries(everySample))('counts of %s add up to the total', (_, sample) => {
    const { headline, tests, logs } = modelOf(sample());
    const sum = (counts: readonly { readonly count: number }[]) =>
      counts.reduce((so, { count }) => so + count, 0);
    expect(sum(headline.tests)).toBe(headline.total);
    expect(tests).toHaveLength(headline.total);
    expect(sum(headline.logs)).toBe(headline.logTotal);
    expect(logs).toHaveLength(headline.logTotal);
  });

  test('says loudly when the totals do not add up', () => {
    const { record, comparison } = allGreen(5);
    const broken: Comparison = { ...comparison, total: 6 };
    expect(reportModel(record, broken).headline.alarms.join()).toContain('5 verdicts for 6 tests');
    const miscounted: Comparison = { ...comparison, counts: { ...comparison.counts, 'same-pass': 4 } };
    expect(reportModel(record, miscounted).headline.alarms.join()).toContain('4 verdicts for 5 tests');
  });

  test('counts repeated attempts, flaky, skipped and pre-existing failures', () => {
    expect(modelOf(regressions()).headline.caveats).toEqual([
      '8 tests ran more than once, 20 confirming attempts in all.',
      '2 tests failed and then passed on the same track.',
      '1 test failed on both tracks, as before.',
      '1 test skipped on at least one track.',
    ]);
  });

  test('has no caveat when all is green', () => {
    expect(modelOf(allGreen()).headline).toMatchObject({
      verdict: 'go',
      tone: 'success',
      alarms: [],
      caveats: [],
    });
  });

  test('sums up the findings that gate', () => {
    expect(modelOf(regressions()).headline.reasons).toEqual([
      '2 tests regressed.',
      '1 test ran on train and did not run on next.',
      '1 error or warning in the logs of next only.',
      '1 deprecation new or more often in the logs of next, which blocks the next train.',
    ]);
  });

  test('says that a control run compares train with train', () => {
    const { headline } = modelOf(controlRun());
    expect(headline.title).toBe('Control run: Go');
    expect(headline.alarms.join()).toContain('train against train');
  });

  test('says that an interrupted run is not whole', () => {
    expect(modelOf(interruptedRun()).headline.alarms).toEqual([
      'The run was interrupted. What is missing here was not measured.',
    ]);
  });
});

describe('findings', () => {
  test('come worst first, each with a place of its own to link to', () => {
    const { findings } = modelOf(regressions());
    expect(findings.map((finding) => (finding.kind === 'failure' ? 'failure' : finding.verdict))).toEqual([
      'regressed',
      'regressed',
      'missing',
      'new',
      'new',
      'failure-changed',
      'new-failing',
      'flaky-next',
      'same-fail',
      'flaky-train',
    ]);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  });

  test('show a track that did not boot as one', () => {
    const { findings } = modelOf(failedBoot());
    expect(findings).toMatchObject([{ kind: 'failure', place: 'next, provision', tone: 'error' }]);
  });

  test('show attempts that failed alike once, with how often', () => {
    const [finding] = modelOf(regressions()).findings;
    if (finding?.kind !== 'test') throw new Error('expected a test');
    expect(finding.sides.next.failures).toHaveLength(1);
    expect(finding.sides.next.failures[0]?.times).toBe(3);
    expect(finding.sides.train.failures).toEqual([]);
  });

  test('keep different messages of one test apart', () => {
    const test = sampleTest('api', 'edits a page');
    const attempts = onBoth(test, 'p', 'fff').map((attempt, index) => ({
      ...attempt,
      message: `message ${index % 2}`,
    }));
    const [finding] = modelOf(sampled(sampleRun({ attempts }))).findings;
    if (finding?.kind !== 'test') throw new Error('expected a test');
    expect(finding.sides.next.failures.map(({ times }) => times)).toEqual([2, 1]);
  });

  test('are none when all is green', () => {
    expect(modelOf(allGreen()).findings).toEqual([]);
  });
});

describe('timings', () => {
  test('of a suite that ran again are those of suites', () => {
    const again = [...samplePhases('next'), { name: 'http again', seconds: 3 }];
    const { timings } = modelOf(
      sampled(sampleRun({ phases: { train: samplePhases('train'), next: again } })),
    );
    const suites = timings.find(({ title }) => title === 'Suites');
    expect(suites?.rows.map(({ phase }) => phase)).toContain('http again');
  });

  test('stand under what they were part of, and add up', () => {
    const { timings } = modelOf(allGreen());
    expect(timings.map(({ title, rows }) => [title, rows.length])).toEqual([
      ['Build', 4],
      ['Environment', 3],
      ['Suites', 4],
      ['Other', 1],
    ]);
    for (const { rows, total } of timings) {
      expect(total.train).toBeCloseTo(rows.reduce((sum, row) => sum + (row.train ?? 0), 0));
    }
  });

  function timed(next: number, ratios: Readonly<Record<string, number>>, train = 10) {
    const phases = { train: [{ name: 'api', seconds: train }], next: [{ name: 'api', seconds: next }] };
    const { record, comparison } = sampled(sampleRun({ builds: {}, environments: {}, phases }));
    const control = { run: 'c', startedAt: '', signatures: 0, falseLogs: 0, tests: 0, falseTests: 0, ratios };
    return reportModel(record, { ...comparison, controls: [control] }).timings[0]?.rows[0]?.word;
  }

  test.each([
    ['within a fifth', timed(11.9, {}), undefined],
    ['slower', timed(12.1, {}), 'slower'],
    ['faster', timed(8.2, {}), 'faster'],
    ['as slow as in a control run', timed(15, { api: 1.6 }), undefined],
    ['slower by as much as a control run was faster', timed(15, { api: 1 / 1.6 }), undefined],
    ['slower than in a control run', timed(17, { api: 1.6, http: 3 }), 'slower'],
    ['slower but short', timed(2.9, {}, 1), undefined],
  ])('that are %s are told so', (_, word, expected) => {
    expect(word).toBe(expected);
  });

  test('of builds of two kinds have no ratios, and say why', () => {
    const builds = { train: sampleBuild('train', { kind: 'cached' }), next: sampleBuild('next') };
    const [build, environment] = modelOf(sampled(sampleRun({ builds }))).timings;
    expect(build).toMatchObject({
      title: 'Build',
      note: 'The build of train was cached, that of next full: they do not compare.',
    });
    expect([...(build?.rows ?? []), build?.total].map((row) => row?.ratio)).toEqual(Array(5).fill(undefined));
    expect(environment?.total.ratio).toBeCloseTo(0.98);
  });

  test('have no total ratio when a track lacks a phase', () => {
    const { timings } = modelOf(failedBoot());
    expect(timings.find(({ title }) => title === 'Environment')?.total.ratio).toBeUndefined();
    expect(timings.find(({ title }) => title === 'Build')?.total.ratio).toBeCloseTo(1.05);
  });

  test('take from the build record what the run did not time', () => {
    const phases = { train: [], next: [] };
    const { timings } = modelOf(sampled(sampleRun({ phases })));
    expect(timings[0]).toMatchObject({ title: 'Build', rows: [{ phase: 'fetch' }, {}, {}, {}] });
  });
});

test("another tool's build stands beside next's phases of the same names, without ratios", () => {
  const { record, comparison } = allGreen();
  const phases = [
    { name: 'l10n-update', seconds: 46 },
    { name: 'sync-prod-k8s', seconds: 900 },
  ];
  const { imported } = reportModel(
    record,
    comparison,
    [],
    [{ file: 'f', times: { source: 'scap', phases } }],
  );
  expect(imported).toMatchObject([
    {
      title: 'scap, from f',
      sentence: '15 min 46 s in 2 phases. It was measured elsewhere: there are no ratios.',
      rows: [
        { phase: 'l10n-update', seconds: 46, next: expect.closeTo(61.2, 1) },
        { phase: 'sync-prod-k8s', seconds: 900 },
      ],
    },
  ]);
});

describe('suites', () => {
  test('count the first attempt of each test on each track', () => {
    const browser = modelOf(regressions()).suites.find(({ suite }) => suite === 'browser');
    expect(browser).toMatchObject({
      tests: 15,
      sides: {
        train: { counts: { passed: 13, failed: 1, skipped: 1 }, seconds: 74.9 },
        next: { counts: { passed: 11, failed: 3, skipped: 1 } },
      },
    });
  });
});

describe('marks', () => {
  test('measure the build of next against 15, 64 and 1440 minutes', () => {
    const next = sampleBuild('next', { seconds: 32 * 60 });
    const { marks } = modelOf(sampled(sampleRun({ builds: { next } })));
    expect(marks.marks.map(({ minutes, share }) => [minutes, share])).toEqual([
      [15, 32 / 15],
      [64, 0.5],
      [1440, 32 / 1440],
    ]);
    expect(marks.marks[0]?.sentence).toBe('213 % of 15 minutes, beyond the eventual goal');
  });

  test('are not measured without a build of next', () => {
    expect(modelOf(interruptedRun()).marks.marks.every(({ share }) => share === undefined)).toBe(true);
  });
});

describe('run facts', () => {
  test('name the run, its start and the host that it was measured on', () => {
    expect(modelOf(allGreen()).run.measuredOn).toBe(
      'Measured in run 20260827T021400Z-4f2a, started 2026-08-27 02:14 UTC, on 2 cores, 8.0 GiB of memory, Linux 6.1.0 x64.',
    );
  });

  test('say when the record does not tell the host', () => {
    const { host: _, ...record } = sampleRun();
    expect(modelOf(sampled(record)).run.measuredOn).toContain('a host that the record does not describe');
  });

  test('put packages at another version first', () => {
    expect(modelOf(allGreen()).builds.checkouts.map(({ differs }) => differs)).toEqual([true, true, false]);
  });
});
