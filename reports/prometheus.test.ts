import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainLine } from './model/plain-text.ts';
import { prometheusMetrics } from './prometheus.ts';
import { arbitraryText } from './testing/arbitrary-text.ts';
import { parseExposition } from './testing/parse-exposition.ts';
import {
  allGreen,
  controlRun,
  failedBoot,
  hostileText,
  interruptedRun,
  loggedFaults,
  regressions,
  type Sample,
} from './testing/samples.ts';

function samplesOf({ record, comparison }: Sample) {
  return parseExposition(prometheusMetrics(record, comparison));
}

function valuesOf(sample: Sample, metric: string): Record<string, number> {
  const of = samplesOf(sample).filter(({ name }) => name === metric);
  return Object.fromEntries(
    of.map(({ labels: { environment: _, control: __, ...labels }, value }) => [
      Object.values(labels).join(' '),
      value,
    ]),
  );
}

describe('the metrics', () => {
  test.each(Object.entries({ allGreen, controlRun, failedBoot, interruptedRun, loggedFaults, regressions }))(
    'of %s are in the exposition format and count every test once',
    (_, sample) => {
      const { record, comparison } = sample();
      const counts = valuesOf({ record, comparison }, 'gm1_tests');
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(comparison.total);
    },
  );

  test('tell the gate, the verdicts and the times', () => {
    const sample = regressions();
    expect(valuesOf(sample, 'gm1_gate')).toEqual({ go: 0, 'no-go': 1, inconclusive: 0 });
    expect(valuesOf(sample, 'gm1_tests')).toMatchObject({ regressed: 2, missing: 1, 'same-pass': 40 });
    expect(valuesOf(sample, 'gm1_gating_findings')).toEqual({ '': 5 });
    expect(valuesOf(sample, 'gm1_phase_seconds')).toMatchObject({ 'train browser': 74.9 });
    expect(valuesOf(sample, 'gm1_build_seconds')['train full']).toBeCloseTo(134.1);
    expect(valuesOf(sample, 'gm1_attempts')).toMatchObject({ 'next confirming failed': 10 });
    expect(valuesOf(sample, 'gm1_run_start_time_seconds')).toEqual({ '': 1_787_796_840 });
  });

  test('of a control run are series of their own', () => {
    expect(new Set(samplesOf(controlRun()).map(({ labels }) => labels.control))).toEqual(new Set(['true']));
  });

  test('leave out what was not measured', () => {
    expect(valuesOf(failedBoot(), 'gm1_ready_seconds')).toEqual({ train: 8.7 });
  });

  test('keep a label whole whatever it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constant(hostileText), fc.constant('a\\n"\n\\'), arbitraryText), (text) => {
        const { record, comparison } = allGreen(1);
        const definition = { ...record.definition, name: text };
        const [first] = samplesOf({ record: { ...record, definition }, comparison });
        expect(first?.labels.environment).toBe(plainLine(text));
      }),
    );
  });
});
