import { expect, test } from 'vitest';
import { usualCalendar } from '../core/train-calendar.ts';
import { sampleNights } from '../testing/sample-nights.ts';
import { episodesOf } from './episodes.ts';
import { leadOf } from './lead.ts';

const hour = 3600;

/** Of the fault that comes in on a day of November 2026, by a run that starts at two and ends at three. */
function leadOn(day: number, oldestCommit?: string) {
  const [episode] = episodesOf(sampleNights(`${'.'.repeat(day - 1)}x`));
  return episode && leadOf(episode, usualCalendar, oldestCommit);
}

test('a fault is found before the train that would carry it is cut', () => {
  const lead = leadOn(5);
  expect(lead).toMatchObject({
    cameIn: { earliest: '2026-11-04T02:00:00.000Z', latest: '2026-11-05T02:00:00.000Z' },
    foundAt: '2026-11-05T03:00:00.000Z',
    secondsFromBuild: hour,
    secondsFromMerge: { least: hour, most: 25 * hour },
    caught: 'before',
  });
  expect(lead?.trains).toHaveLength(1);
  expect(lead?.trains[0]?.groups.map(({ name, lead: seconds }) => [name, seconds / hour])).toEqual([
    ['test wikis', 5 * 24],
    ['group0', 5 * 24 + 15],
    ['group1', 5 * 24 + 39],
    ['group2', 5 * 24 + 54],
  ]);
});

test('the run that ends at the very cut is too late for what came in before it', () => {
  expect(leadOn(10)?.caught).toBe('after');
});

test('a cut between the two builds leaves it open which train has the fault', () => {
  const lead = leadOn(11);
  expect(lead?.trains.map(({ cut }) => cut.slice(0, 10))).toEqual(['2026-11-10', '2026-11-17']);
  expect(lead?.caught).toBe('unsure');
});

test('commits that are all younger than the cut tell which train it is', () => {
  const lead = leadOn(11, '2026-11-10T03:00:00.001Z');
  expect(lead).toMatchObject({ caught: 'before', cameIn: { earliest: '2026-11-10T03:00:00.001Z' } });
  expect(lead?.trains).toHaveLength(1);
});

test.each([
  ['older than the last good build', '2020-01-01T00:00:00.000Z', '2026-11-04T02:00:00.000Z'],
  ['younger than the first bad one', '2030-01-01T00:00:00.000Z', '2026-11-05T02:00:00.000Z'],
])('a commit that is %s is taken for no more than that', (_which, commit, earliest) => {
  expect(leadOn(5, commit)?.cameIn.earliest).toBe(earliest);
});

test('of a fault that was there from the first run on nobody knows when it came', () => {
  const [episode] = episodesOf(sampleNights('x'));
  const lead = episode && leadOf(episode, usualCalendar);
  expect(lead).toMatchObject({ cameIn: { latest: '2026-11-01T02:00:00.000Z' }, caught: 'unsure' });
  expect(lead?.cameIn).not.toHaveProperty('earliest');
  expect(lead?.secondsFromMerge).toEqual({ least: hour });
});

test('without a build there is no lead', () => {
  const [episode] = episodesOf(sampleNights('.x').map(({ build: _, ...night }) => night));
  expect(episode && leadOf(episode, usualCalendar)).toBeUndefined();
});
