import { dirname, join } from 'node:path';
import { z } from 'zod';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { type TrainCalendar, usualCalendar, weekdays } from '../core/train-calendar.ts';
import { readIfPresent } from '../system/files.ts';
import { explainIssues, problemText } from './explain-issues.ts';
import { problemsFailure } from './problems-failure.ts';
import { YamlSource } from './yaml-source.ts';

export const trainCalendarFileName = 'train-calendar.yaml';

/** The file with the calendar of the train: beside the definition of an environment, as its waivers are. */
export function trainCalendarFile(definitionFile: string): string {
  return join(dirname(definitionFile), trainCalendarFileName);
}

const moment = new RegExp(`^(${weekdays.join('|')}) ([01]?\\d|2[0-3]):([0-5]\\d)$`);
const cutWords = 'a day of the week and a time in UTC, for example Tuesday 03:00';
const hoursWords = 'hours after the cut, at least 0';

const cut = z
  .string({ error: cutWords })
  .regex(moment, cutWords)
  .transform((text): TrainCalendar['cut'] => {
    const [, day, hours, minutes] = moment.exec(text) ?? [];
    const weekday = weekdays.find((each) => each === day) ?? usualCalendar.cut.weekday;
    return { weekday, minutes: Number(hours) * 60 + Number(minutes) };
  });

const groups = z
  .record(z.string(), z.number({ error: hoursWords }).min(0, hoursWords), {
    error: 'the groups of wikis, each with its hours after the cut',
  })
  .refine((map) => Object.keys(map).length > 0, 'at least one group of wikis')
  .transform((map) => Object.entries(map).map(([name, hoursAfterCut]) => ({ name, hoursAfterCut })));

const day = 'a day such as 2026-12-22';

/** The content of the file; what it leaves out is as usual. */
const schema = z.strictObject(
  {
    cut: cut.optional(),
    groups: groups.optional(),
    without: z.array(z.iso.date({ error: day }), { error: 'a list of days of cuts' }).optional(),
  },
  { error: 'a map with cut, groups or without' },
);

/** Reads a calendar; without a file it is the usual one. Fails with every problem at once, each with its place. */
export async function loadTrainCalendar(file: string): Promise<Outcome<TrainCalendar>> {
  const text = await readIfPresent(file);
  if (text === undefined) return ok(usualCalendar);
  const source = new YamlSource(text);
  const syntax = source.syntaxProblems.map(({ place, message }) => ({
    ...place,
    text: problemText([], 'valid YAML', message),
  }));
  if (source.value?.data === null && syntax.length === 0) return ok(usualCalendar);
  const parsed = source.value && schema.safeParse(source.value.data);
  const problems = [...syntax, ...explainIssues(parsed?.error?.issues ?? [], source, schema)];
  if (!parsed?.success || problems.length > 0) return failed(problemsFailure(file, process.cwd(), problems));
  const { cut = usualCalendar.cut, groups = usualCalendar.groups, without = [] } = parsed.data;
  return ok({ cut, groups: groups.toSorted((a, b) => a.hoursAfterCut - b.hoursAfterCut), without });
}
