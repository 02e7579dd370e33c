import { type TrainCalendar, weekdays } from '../core/train-calendar.ts';

/** One train: when its branch is cut and when each group gets it, ISO 8601. */
export interface Train {
  readonly cut: string;
  readonly groups: readonly { readonly name: string; readonly at: string }[];
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The first train that takes what was merged at a time, ISO 8601. */
export function trainAfter(calendar: TrainCalendar, time: string): Train {
  let cut = nextCut(calendar, Date.parse(time));
  while (calendar.without.includes(isoOf(cut).slice(0, 10))) cut += 7 * day;
  return {
    cut: isoOf(cut),
    groups: calendar.groups.map(({ name, hoursAfterCut }) => ({
      name,
      at: isoOf(cut + hoursAfterCut * hour),
    })),
  };
}

/** In milliseconds, at the time itself or less than a week after it. */
function nextCut({ cut: { weekday, minutes } }: TrainCalendar, time: number): number {
  const midnight = Math.floor(time / day) * day;
  const days = (weekdays.indexOf(weekday) - new Date(time).getUTCDay() + 7) % 7;
  const cut = midnight + days * day + minutes * minute;
  return cut >= time ? cut : cut + 7 * day;
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
