import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { usualCalendar } from '../core/train-calendar.ts';
import { sentenceOf, unwrap } from '../testing/unwrap.ts';
import { loadTrainCalendar, trainCalendarFile } from './train-calendar-file.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-calendar-'));
  file = trainCalendarFile(join(folder, 'mine.yaml'));
});

afterEach(() => rm(folder, { recursive: true }));

async function load(text: string) {
  await writeFile(file, text);
  return loadTrainCalendar(file);
}

test('lies beside the definition, and without it the calendar is the usual one', async () => {
  expect(file).toBe(join(folder, 'train-calendar.yaml'));
  expect(await loadTrainCalendar(file)).toEqual({ ok: true, value: usualCalendar });
});

test('tells the cut, the groups in the order of time and the weeks without a train', async () => {
  const text = [
    'cut: Monday 9:30 # UTC',
    'groups: { everybody: 30.5, test wikis: 1 }',
    'without: [2026-12-21, 2026-12-28]',
  ];
  expect(unwrap(await load(text.join('\n')))).toEqual({
    cut: { weekday: 'Monday', minutes: 9 * 60 + 30 },
    groups: [
      { name: 'test wikis', hoursAfterCut: 1 },
      { name: 'everybody', hoursAfterCut: 30.5 },
    ],
    without: ['2026-12-21', '2026-12-28'],
  });
});

test('what it leaves out is as usual', async () => {
  expect(unwrap(await load('# nothing\n'))).toEqual(usualCalendar);
  expect(unwrap(await load('without: [2026-12-22]'))).toEqual({ ...usualCalendar, without: ['2026-12-22'] });
});

test.each([
  ['cut: Tuesday', /:1:6: cut: expected a day of the week and a time in UTC, for example Tuesday 03:00/],
  ['cut: Tuesday 24:00', /:1:6: cut: expected a day/],
  ['groups: {}', /:1:9: groups: expected at least one group/],
  ['groups: { group0: -1 }', /groups\.group0: expected hours after the cut, at least 0, found -1/],
  ['without: [2026-02-30]', /without\.0: expected a day such as 2026-12-22/],
  ['cuts: Tuesday 03:00', /expected only the keys .*did you mean cut\?/],
  ['cut: [', /expected valid YAML/],
])('%j is refused with its place', async (text, expected) => {
  expect(sentenceOf(await load(text))).toMatch(expected);
});
