import { expect, test } from 'vitest';
import { usualCalendar } from '../core/train-calendar.ts';
import { sampleNights } from '../testing/sample-nights.ts';
import { type Episode, episodesOf } from './episodes.ts';
import { leadOf } from './lead.ts';
import { episodesFoundIn, type Find, monthOf, newlyFlakyIn } from './month.ts';

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T00:00:00.000Z`;

function find(name: string, states: string): Find {
  const episode = episodesOf(sampleNights(states)).at(-1) as Episode;
  const lead = leadOf(episode, usualCalendar);
  return { subject: { kind: 'test', key: name, name }, episode, isAgain: false, ...(lead && { lead }) };
}

test('an episode counts in the stretch of time in which it began to hold the train', () => {
  const episodes = episodesOf(sampleNights('.x.xx..x'));
  const found = episodesFoundIn(episodes, at(4), at(8));
  expect(found.map(({ episode, isAgain }) => [episode.firstBad.run, isAgain])).toEqual([['run-4', true]]);
  expect(episodesFoundIn(episodes, at(1), at(3))).toMatchObject([{ isAgain: false }]);
  expect(episodesFoundIn(episodes, at(5), at(6))).toEqual([]);
});

test('one that only later held the train counts then, and one that never did does not', () => {
  const nights = sampleNights('.xxx').map((night) => ({ ...night, gates: night.run === 'run-3' }));
  const of = (from: number, to: number) => episodesFoundIn(episodesOf(nights), at(from), at(to)).length;
  expect([of(1, 3), of(3, 4), of(4, 30)]).toEqual([0, 1, 0]);
  const harmless = sampleNights('.x').map((night) => ({ ...night, gates: false }));
  expect(episodesFoundIn(episodesOf(harmless), at(1), at(30))).toEqual([]);
});

test('counts what was caught by finding and by what brought it', () => {
  const month = monthOf([
    find('late', '.........x'),
    find('b', '....x'),
    find('a', '....x'),
    find('open', '..........x'),
    find('old', 'x'),
  ]);
  expect(month.finds.map(({ subject }) => subject.name)).toEqual(['old', 'late', 'open', 'a', 'b']);
  expect(month.findings).toEqual({ before: 2, after: 1, unsure: 2 });
  expect(month.builds).toEqual({ before: 1, after: 1, unsure: 2 });
});

test('a test is newly flaky in the month in which that first held the train', () => {
  const nights = sampleNights('.ff.f').map((night) => ({ ...night, gates: night.run !== 'run-2' }));
  expect(newlyFlakyIn(nights, at(1), at(30))?.run).toBe('run-3');
  expect(newlyFlakyIn(nights, at(4), at(30))).toBeUndefined();
});
