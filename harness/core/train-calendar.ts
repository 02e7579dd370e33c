/** As JavaScript counts them. */
export const weekdays = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

/** When the weekly train takes what is merged, and when which wikis get it. All in UTC. */
export interface TrainCalendar {
  /** The branch cut of each week. */
  readonly cut: { readonly weekday: (typeof weekdays)[number]; readonly minutes: number };
  /** In the order in which they get it; the first are the test wikis. */
  readonly groups: readonly { readonly name: string; readonly hoursAfterCut: number }[];
  /** Days of cuts that are left out, `2026-12-22`. */
  readonly without: readonly string[];
}

/** As domain.md has it ("Time"): to group0 about 15 h, to group2 about 54 h; the hour of group1 is a day after group0. */
export const usualCalendar: TrainCalendar = {
  cut: { weekday: 'Tuesday', minutes: 3 * 60 },
  groups: [
    { name: 'test wikis', hoursAfterCut: 0 },
    { name: 'group0', hoursAfterCut: 15 },
    { name: 'group1', hoursAfterCut: 39 },
    { name: 'group2', hoursAfterCut: 54 },
  ],
  without: [],
};
