import { expect, test } from 'vitest';
import { formatDuration } from './duration.ts';

test.each([
  [0.04, '0.0 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [119.4, '119 s'],
  [119.6, '2 min 00 s'],
  [185, '3 min 05 s'],
  [3840, '64 min 00 s'],
])('%f seconds read "%s"', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
