import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../harness/comparison/findings.ts';
import { testName } from '../../harness/core/result.ts';
import { collectedLogs, sampleLogs } from '../testing/sample-logs.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { sampleTest } from '../testing/sample-tests.ts';
import { onBoth, type Sample, sampled } from '../testing/samples.ts';
import { causes } from './causes.ts';

function causesOf({ record, comparison }: Sample) {
  return causes(findingsOf(record, comparison));
}

const [edit, move, watch] = ['edits', 'moves', 'watches'].map((title) => sampleTest('browser', title)) as [
  ReturnType<typeof sampleTest>,
  ReturnType<typeof sampleTest>,
  ReturnType<typeof sampleTest>,
];

describe('causes', () => {
  test('put tests together that fail alike, and leave the others alone', () => {
    const attempts = [
      ...onBoth(edit, 'p', 'fff', { message: 'page 12 is gone' }),
      ...onBoth(move, 'p', 'fff', { message: 'another fault' }),
      ...onBoth(watch, 'p', 'fff', { message: 'page 13 is gone' }),
    ];
    expect(causesOf(sampled(sampleRun({ attempts })))).toEqual([
      { numbers: [1, 3], sentence: '2 tests failing alike: page # is gone' },
      { numbers: [2] },
    ]);
  });

  test('put no failures together that say nothing', () => {
    const attempts = [edit, move].flatMap((one) => onBoth(one, 'p', 'fff', { message: '' }));
    expect(causesOf(sampled(sampleRun({ attempts })))).toEqual([{ numbers: [1] }, { numbers: [2] }]);
  });

  function withLog(...authors: readonly (typeof edit)[]) {
    const attempts = [...onBoth(edit, 'p', 'fff'), ...onBoth(move, 'p', 'p')];
    const records = authors.flatMap((one) => sampleLogs('next', 1, { test: testName(one) }));
    const logs = { train: collectedLogs('train'), next: collectedLogs('next', records) };
    return causesOf(sampled(sampleRun({ attempts, logs })));
  }

  test('put a log line with the failing test that wrote it', () => {
    expect(withLog(edit)).toEqual([
      {
        numbers: [1, 2],
        sentence: '1 test failing and 1 log line that no passing test wrote: expected #, got <500>',
      },
    ]);
  });

  test('keep a log line apart that tests write which pass', () => {
    expect(withLog(edit, move)).toEqual([{ numbers: [1] }, { numbers: [2] }]);
  });

  test('put tests of a file together that did not run', () => {
    const attempts = [edit, { ...edit, titlePath: ['another'] }, move].flatMap((one) => onBoth(one, 'p', ''));
    expect(causesOf(sampled(sampleRun({ attempts })))).toEqual([
      { numbers: [1, 2], sentence: '2 tests that did not run: browser › browser/edits.spec.ts' },
      { numbers: [3] },
    ]);
  });

  test('put tests that did not run with the step that kept them from it', () => {
    const attempts = [edit, move].flatMap((one) => onBoth(one, 'p', ''));
    const failure = { kind: 'infrastructure', what: 'No browser.', next: 'Install one.' } as const;
    const failures = [{ track: 'next', phase: 'browser', failure } as const];
    expect(causesOf(sampled(sampleRun({ attempts, failures })))).toMatchObject([{ numbers: [1, 2, 3] }]);
  });

  test('hold each finding once, the worst first', () => {
    const outcomes = fc.constantFrom('p', 'fff', 'fpp', '', 's');
    const message = fc.constantFrom('a', 'b', 'c', '');
    const tests = fc.array(fc.tuple(outcomes, outcomes, message), { maxLength: 20 });
    fc.assert(
      fc.property(tests, (all) => {
        const attempts = all.flatMap(([train, next, message], index) =>
          onBoth(sampleTest('api', `test ${index}`), train, next, { message }),
        );
        const { record, comparison } = sampled(sampleRun({ attempts }));
        const found = causes(findingsOf(record, comparison));
        const count = findingsOf(record, comparison).length;
        const numbers = found.flatMap((cause) => cause.numbers);
        expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
        const firsts = found.map((cause) => cause.numbers[0]);
        expect(firsts).toEqual(firsts.toSorted((a = 0, b = 0) => a - b));
      }),
      { numRuns: 50 },
    );
  });
});
