import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usualCalendar } from '../core/train-calendar.ts';
import { trainAfter } from './train-calendar.ts';

test('a train is cut on Tuesday and reaches group2 on Thursday', () => {
  expect(trainAfter(usualCalendar, '2026-11-05T03:00:00.000Z')).toEqual({
    cut: '2026-11-10T03:00:00.000Z',
    groups: [
      { name: 'test wikis', at: '2026-11-10T03:00:00.000Z' },
      { name: 'group0', at: '2026-11-10T18:00:00.000Z' },
      { name: 'group1', at: '2026-11-11T18:00:00.000Z' },
      { name: 'group2', at: '2026-11-12T09:00:00.000Z' },
    ],
  });
});

test.each([
  ['a week before', '2026-11-03T03:00:00.001Z', '2026-11-10'],
  ['at the cut', '2026-11-10T03:00:00.000Z', '2026-11-10'],
  ['just after the cut', '2026-11-10T03:00:00.001Z', '2026-11-17'],
  ['earlier on the day of the cut', '2026-11-10T00:00:00.000Z', '2026-11-10'],
  ['at the end of a year', '2026-12-30T12:00:00.000Z', '2027-01-05'],
])('what is merged %s goes with the next cut', (_when, time, cut) => {
  expect(trainAfter(usualCalendar, time).cut).toBe(`${cut}T03:00:00.000Z`);
});

test('weeks without a train are passed by', () => {
  const calendar = { ...usualCalendar, without: ['2026-12-22', '2026-12-29'] };
  expect(trainAfter(calendar, '2026-12-16T00:00:00.000Z').cut).toBe('2027-01-05T03:00:00.000Z');
});

test('the cut is on its day, at its minute, and less than a week away', () => {
  const time = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(time, fc.nat(24 * 60 - 1), (at, minutes) => {
      const { cut } = trainAfter({ ...usualCalendar, cut: { weekday: 'Friday', minutes } }, at.toISOString());
      const wait = Date.parse(cut) - at.getTime();
      expect([new Date(cut).getUTCDay(), wait >= 0, wait < 7 * 86_400_000]).toEqual([5, true, true]);
      expect(new Date(cut).getUTCHours() * 60 + new Date(cut).getUTCMinutes()).toBe(minutes);
    }),
  );
});
