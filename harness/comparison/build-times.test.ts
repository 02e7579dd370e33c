import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBuildTimes } from './build-times.ts';

function timesOf(text: string) {
  const read = readBuildTimes(text, 'times');
  return read.ok ? read.value : read.failure.what;
}

test("reads Quibble's durations, and how it ended", () => {
  const text = JSON.stringify({
    result: 'SUCCESS',
    success_cache_hit: true,
    durations: [
      { command: 'zuul-cloner', seconds: 41.5 },
      { command: 'npm test', seconds: 100 },
      { command: 'npm test', seconds: 20 },
    ],
  });
  expect(timesOf(text)).toEqual({
    source: 'quibble',
    phases: [
      { name: 'zuul-cloner', seconds: 41.5 },
      { name: 'npm test', seconds: 120 },
    ],
    note: 'SUCCESS, taken from its cache of successes',
  });
});

const scap = {
  source: 'scap',
  phases: [
    { name: 'l10n-update', seconds: 46.25 },
    { name: 'build-and-push-container-images', seconds: 1800 },
  ],
};

test.each<[string, string]>([
  [
    'statsd lines, without what is no timer',
    'scap.l10n-update:46250|ms\nscap.deploys:1|c\n\nscap.build-and-push-container-images:1800000|ms|@0.5|#env:prod\n',
  ],
  ['a map', '{"scap.l10n-update": 46.25, "scap.build-and-push-container-images": 1800}'],
  [
    'a list',
    '[{"name":"l10n-update","seconds":46.25},{"name":"scap.build-and-push-container-images","seconds":1800}]',
  ],
])("reads scap's timers from %s", (_, text) => {
  expect(timesOf(text)).toEqual(scap);
});

test.each([
  '',
  'hello',
  '{}',
  '[]',
  '{"scap.prep": "long"}',
  '{"scap.prep": -1}',
  'scap.deploys:1|c',
  '{"a": 1',
])('says what is no file of times: %j', (text) => {
  expect(timesOf(text)).toBe('times tells no times of a build.');
});

test('takes in every timer that statsd lines have', () => {
  const line = fc.tuple(fc.stringMatching(/^[a-z][a-z_-]{0,20}$/), fc.nat(10_000_000));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      const times = timesOf(lines.map(([name, ms]) => `scap.${name}:${ms}|ms`).join('\n'));
      if (typeof times === 'string') throw new Error(times);
      const total = times.phases.reduce((sum, phase) => sum + phase.seconds, 0);
      expect(total).toBeCloseTo(lines.reduce((sum, [, ms]) => sum + ms / 1000, 0));
    }),
  );
});
