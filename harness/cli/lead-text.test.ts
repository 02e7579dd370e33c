import { expect, test } from 'vitest';
import { usualCalendar } from '../core/train-calendar.ts';
import { episodesOf } from '../history/episodes.ts';
import { leadOf } from '../history/lead.ts';
import { sampleNights } from '../testing/sample-nights.ts';
import { caughtSentence, detectionText, leadLines } from './lead-text.ts';
import { formatLong } from './long-time.ts';

/** Of the fault that the run of a day of November 2026 finds, at three; the train is cut on the 10th, at three. */
function leadOn(states: string) {
  const [episode] = episodesOf(sampleNights(states));
  const lead = episode && leadOf(episode, usualCalendar);
  if (!lead) throw new Error(`${states} has no lead.`);
  return lead;
}

test.each([
  ['before the test wikis', '....x', 'It was found before the test wikis had it.'],
  ['after they had it', '.........x', 'The test wikis had it before it was found.'],
  [
    'when it may be in the train before',
    '..........x',
    'Whether it was found before the test wikis had it is not known: it may have been in the train of 2026-11-10 already.',
  ],
  [
    'in the first run of all',
    'x',
    'Whether it was found before the test wikis had it is not known: no good run came before.',
  ],
])('a fault found %s', (_when, states, sentence) => {
  expect(caughtSentence(leadOn(states))).toBe(sentence);
});

test('each group has its time, before or after the fault was found', () => {
  const lead = { ...leadOn('.........x') };
  const foundLater = lead.trains.map(({ cut, groups }) => ({
    cut,
    groups: groups.map((group) => ({ ...group, lead: group.lead - 3600 })),
  }));
  expect(leadLines({ ...lead, trains: foundLater }).slice(0, 2)).toEqual([
    'test wikis 2026-11-10 03:00 UTC, 60 min 00 s before',
    'group0 2026-11-10 18:00 UTC, 14 h later',
  ]);
});

test('of two trains that may have it the later one is told', () => {
  expect(leadLines(leadOn('..........x'))[0]).toBe('test wikis 2026-11-17 03:00 UTC, 6 d 0 h later');
});

test('how long detection took is at most as long as since the last good build', () => {
  expect(detectionText(leadOn('....x'))).toBe(
    '60 min 00 s after its build was begun, at most 25 h after it was merged',
  );
  expect(detectionText(leadOn('x'))).toContain('at least 60 min 00 s after it was merged');
});

test.each([
  [59, '59 s'],
  [2 * 3600, '2 h'],
  [47.4 * 3600, '47 h'],
  [48 * 3600, '2 d 0 h'],
  [(5 * 24 + 7.6) * 3600, '5 d 8 h'],
  [71.6 * 3600, '3 d 0 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatLong(seconds)).toBe(text);
});
