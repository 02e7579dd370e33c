import { describe, expect, test } from 'vitest';
import type { Comparison } from '../core/comparison.ts';
import type { LogRecord } from '../core/log-record.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Track } from '../core/track.ts';
import { sampleLog, sampleLogs, sampleRun } from '../testing/sample-run.ts';
import { compareRun } from './compare-run.ts';
import { controlRun, noiseOf } from './log-noise.ts';

const many = (track: Track, count: number, more: Partial<LogRecord> = {}) =>
  Array.from({ length: count }, () => sampleLog(track, more));
const logs = (train: number, next: number): Partial<RunRecord> => ({
  logs: { train: sampleLogs('train', many('train', train)), next: sampleLogs('next', many('next', next)) },
});
const control = (train: number, next: number, change: Partial<RunRecord> = {}): Comparison =>
  compareRun(sampleRun({ ...logs(train, next), control: true, ...change }));

describe('a control run', () => {
  test('tells how often both sides wrote a signature', () => {
    const { pairs, known, isMeasured } = noiseOf([control(3, 5)], 'abc');
    const signature = 'error · error · Something broke';
    expect(pairs.get(signature)).toEqual([
      { train: { count: 3, requests: 100 }, next: { count: 5, requests: 100 } },
    ]);
    expect(known.get(signature)).toEqual({ count: 8, requests: 200 });
    expect(isMeasured).toBe(true);
  });

  test('of another train does not say what this train knows', () => {
    expect(noiseOf([control(3, 5)], 'other').known.size).toBe(0);
    expect(noiseOf([control(3, 5)], undefined).known.size).toBe(0);
  });

  test('needs no other control run', () => {
    expect(control(10, 60)).toMatchObject({
      gate: { verdict: 'go' },
      logs: [{ verdict: 'raised', undecided: false }],
    });
  });

  test('publishes what it found although there was nothing to find', () => {
    expect(controlRun(control(0, 3))).toEqual({
      run: sampleRun().id,
      startedAt: sampleRun().startedAt,
      signatures: 1,
      falseLogs: 1,
      tests: 40,
      falseTests: 0,
      ratios: { fetch: 1, api: 1, http: 1 },
    });
  });
});

describe('a rate three times as high', () => {
  const compare = (train: number, next: number, controls: readonly Comparison[]) =>
    compareRun(sampleRun(logs(train, next)), { controls, history: [], waivers: [] });

  test('is no-go with a quiet control run', () => {
    expect(compare(10, 60, [control(10, 12)]).gate.verdict).toBe('no-go');
  });

  test('is noise when a control run shows it', () => {
    expect(compare(10, 60, [control(12, 70)]).gate.verdict).toBe('go');
  });

  test('is inconclusive without a control run, and says how to get one', () => {
    const { gate } = compare(10, 60, []);
    expect(gate).toEqual({
      verdict: 'inconclusive',
      reasons: [
        expect.stringMatching(
          /^Raised in the logs: error · error · Something broke\. Next wrote it 6\.0 times as often/,
        ),
        expect.stringContaining('gm1 run --control'),
      ],
    });
  });

  test('does not matter beside what is no-go anyway', () => {
    const { train, next } = logs(10, 60).logs ?? {};
    const other = sampleLog('next', { message: 'Something else broke' });
    const records = [...(next?.records ?? []), other];
    const both = { ...(train && { train }), next: sampleLogs('next', records) };
    const { gate } = compareRun(sampleRun({ logs: both }));
    expect(gate.verdict).toBe('no-go');
  });
});
