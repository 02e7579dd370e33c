import type { Night, NightState, TestResult } from '../history/night.ts';

const letters: Readonly<Record<string, NightState>> = {
  '.': 'green',
  x: 'red',
  k: 'known',
  f: 'flaky',
  '?': 'unknown',
};

const results: Readonly<Record<NightState, TestResult['outcomes']>> = {
  green: { train: 'passed', next: 'passed' },
  red: { train: 'passed', next: 'failed' },
  known: { train: 'failed', next: 'failed' },
  flaky: { train: 'passed', next: 'flaky' },
  unknown: { train: 'passed', next: 'absent' },
};

/** Nights of a test from the first of November 2026 on, a letter each: `.` green, `x` red, `k` known, `f` flaky, `?`. */
export function sampleNights(states: string, seconds: TestResult['seconds'] = {}): readonly Night[] {
  return [...states].map((letter, index) => {
    const state = letters[letter] ?? 'unknown';
    const startedAt = momentOf(index + 1, 2);
    return {
      run: `run-${index + 1}`,
      startedAt,
      endedAt: momentOf(index + 1, 3),
      build: { id: `build-${index + 1}`, startedAt },
      state,
      gates: state === 'red',
      result: { outcomes: results[state], seconds },
    };
  });
}

function momentOf(day: number, hour: number): string {
  return new Date(Date.UTC(2026, 10, day, hour)).toISOString();
}
