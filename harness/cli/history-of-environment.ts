import { loadTrainCalendar, trainCalendarFile } from '../config/train-calendar-file.ts';
import { failed, type Outcome, ok } from '../core/failure.ts';
import { type TrainCalendar, usualCalendar } from '../core/train-calendar.ts';
import type { RunIndex } from '../store/index/run-index.ts';
import type { Context } from './context.ts';

/** The environment whose runs are asked about, and the calendar of the train that it goes by. */
export interface HistoryEnvironment {
  readonly name: string;
  readonly calendar: TrainCalendar;
}

/** Of a definition that is gone only the name is left; its runs are on record all the same. */
export async function historyEnvironment(
  { services }: Context,
  asked: string,
): Promise<Outcome<HistoryEnvironment>> {
  const definition = await services.loadDefinition(asked);
  if (!definition.ok) return /[/.]/.test(asked) ? definition : ok({ name: asked, calendar: usualCalendar });
  const { name, file } = definition.value;
  const calendar = await loadTrainCalendar(trainCalendarFile(file));
  return calendar.ok ? ok({ name, calendar: calendar.value }) : calendar;
}

/** Fails with a sentence when no run of the environment is on record. */
export async function expectRuns(index: RunIndex, { name }: HistoryEnvironment): Promise<Outcome<void>> {
  const known = await index.environments();
  if (known.includes(name)) return ok(undefined);
  return failed({
    kind: 'usage',
    what: `There is no run of ${name} on record.`,
    next:
      known.length > 0
        ? `There are runs of ${known.join(', ')}: name one with --environment.`
        : 'Make one with "gm1 run".',
  });
}
