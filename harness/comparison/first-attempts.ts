import type { Attempt } from '../core/result.ts';

/** So many runs in which the first attempt at a test failed, of those in which it ran. */
export interface FirstAttempts {
  readonly failed: number;
  readonly ran: number;
}

/** The letter of one run, see `EarlierAttempts`. */
export function firstLetter(attempts: readonly Attempt[]): 'P' | 'F' | '-' {
  const first = attempts.filter(({ purpose, status }) => purpose === 'first' && status !== 'skipped');
  if (first.length === 0) return '-';
  return first.some(({ status }) => status === 'failed') ? 'F' : 'P';
}

export function countFirstAttempts(letters: string): FirstAttempts {
  let [failed, ran] = [0, 0];
  for (const letter of letters) {
    if (letter === 'F') failed += 1;
    if (letter !== '-') ran += 1;
  }
  return { failed, ran };
}
