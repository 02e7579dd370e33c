import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleNights } from '../testing/sample-nights.ts';
import { type Episode, episodesOf } from './episodes.ts';
import type { Night } from './night.ts';

/** `last good > red nights > fixed`, by the numbers of the nights. */
function shown({ firstBad, lastBad, lastGood, fixed, red }: Episode): string {
  expect([red[0], red.at(-1)]).toEqual([firstBad, lastBad]);
  const number = (night: { readonly run: string } | undefined) => night?.run.slice('run-'.length) ?? '-';
  return `${number(lastGood)} > ${red.map(number)} > ${number(fixed)}`;
}

test.each<[string, string, readonly string[]]>([
  ['no night', '', []],
  ['green nights', '....', []],
  ['a fault that is still there', '..xx', ['2 > 3,4 > -']],
  ['a fault that was fixed', '.xx.', ['1 > 2,3 > 4']],
  ['a fault from the first night on', 'xx.', ['- > 1,2 > 3']],
  ['a fault that came again', '.x.x', ['1 > 2 > 3', '3 > 4 > -']],
  ['a fault that train took over', '.xkk', ['1 > 2 > -']],
  ['a fault that train took over and that was fixed', '.xk.', ['1 > 2 > 4']],
  ['a fault that train alone lost', '.xkx', ['1 > 2,4 > -']],
  ['a fault that both have always had', 'kkk', []],
  ['one that was on both and became more', 'kkx', ['2 > 3 > -']],
  ['flaky nights before and amid', '.fxfx', ['1 > 3,5 > -']],
  ['nights that cannot tell', '.?x?.', ['1 > 3 > 5']],
])('%s: %s', (_what, states, expected) => {
  expect(episodesOf(sampleNights(states)).map(shown)).toEqual(expected);
});

const nights = fc
  .array(fc.constantFrom('.', 'x', 'k', 'f', '?'), { maxLength: 30 })
  .map((states) => sampleNights(states.join('')));

test('every red night is of one episode, and a green night stands between two of them', () => {
  fc.assert(
    fc.property(nights, (given) => {
      const episodes = episodesOf(given);
      const at = (night: Night | undefined) => (night ? given.indexOf(night) : Number.NaN);
      expect(episodes.flatMap(({ red }) => red)).toEqual(given.filter(({ state }) => state === 'red'));
      for (const [index, { fixed }] of episodes.slice(0, -1).entries()) {
        const following = episodes[index + 1]?.firstBad;
        expect(fixed?.state).toBe('green');
        expect(at(fixed)).toBeLessThan(at(following));
      }
    }),
  );
});

test('the last good night comes before the first bad one and has no red night after it', () => {
  fc.assert(
    fc.property(nights, (given) => {
      for (const { firstBad, lastGood } of episodesOf(given)) {
        const between = given.slice(lastGood ? given.indexOf(lastGood) + 1 : 0, given.indexOf(firstBad));
        expect(between.filter(({ state }) => state !== 'flaky' && state !== 'unknown')).toEqual([]);
      }
    }),
  );
});
