import type { Attempt } from '../core/result.ts';
import type { Track } from '../core/track.ts';
import { sampleAttempt } from './sample-run.ts';

/**
 * The attempts at one test on a track: `P` passed, `F` failed, `S` skipped, `X` failed with another message. The first
 * letter is the first attempt, the others confirm.
 */
export function letteredAttempts(track: Track, letters: string): readonly Attempt[] {
  const status = { P: 'passed', F: 'failed', X: 'failed', S: 'skipped' } as const;
  return [...letters].map((letter, index) =>
    sampleAttempt(track, letter === 'P' ? status.P : letter === 'S' ? status.S : status.F, {
      purpose: index === 0 ? 'first' : 'confirming',
      ...(letter === 'F' && { message: 'Page 3fa09b12cd is not there' }),
      ...(letter === 'X' && { message: 'Permission denied' }),
    }),
  );
}
