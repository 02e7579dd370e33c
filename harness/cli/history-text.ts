import {
  countOf,
  formatRatio,
  formatSeconds,
  formatShare,
  formatTime,
} from '../../reports/model/measures.ts';
import { plainLine } from '../../reports/model/plain-text.ts';
import type { DurationTrend } from '../history/duration-trend.ts';
import type { Episode } from '../history/episodes.ts';
import type { FlakeRate } from '../history/flake-rate.ts';
import type { History } from '../history/history-of.ts';
import type { Night, NightState } from '../history/night.ts';
import { differencesText } from './differences-text.ts';
import { kindOf } from './find-subject.ts';
import { caughtSentence, detectionText, leadLines } from './lead-text.ts';
import type { SubjectHistory } from './subject-history.ts';

const marks: Readonly<Record<NightState, string>> = {
  green: '.',
  red: 'x',
  known: '=',
  flaky: 'f',
  unknown: '?',
};

const mostMarks = 60;

/** What the runs on record say, for a person; names that came from elsewhere are made harmless. */
export function historyText(found: SubjectHistory): string {
  const { subject, environment, nights, history, lead, suspects } = found;
  const rows = [
    [
      'runs',
      nights
        .slice(-mostMarks)
        .map(({ state }) => marks[state])
        .join(''),
    ],
    ...rowsOfRuns(history),
    ...(history.flakes ? [['flaky', flakesText(history.flakes)]] : []),
    ...(history.duration ? [['takes', durationText(history.duration)]] : []),
    ...(lead ? [['found', detectionText(lead)]] : []),
    ...(lead ? leadLines(lead).map((line, at) => [at === 0 ? 'train' : '', line]) : []),
  ];
  return [
    plainLine(subject.name, 1000),
    `A ${kindOf(subject)} of ${environment}. ${stateSentence(history)}`,
    ...(lead ? [caughtSentence(lead)] : []),
    '',
    ...rows.map(([name = '', text = '']) => `  ${name.padEnd(11)} ${text}`.trimEnd()),
    '  (. green, x red, = on both tracks, f flaky, ? not known; newest at the end)',
    '',
    ...(suspects ? ['Between the last good build and the first bad one:', differencesText(suspects)] : []),
  ].join('\n');
}

function rowsOfRuns({ firstSeen, lastGreen, episodes, red, known, runs }: History): readonly string[][] {
  const newest = episodes.at(-1);
  const counts = [
    `${countOf(red.nights, 'night')}, ${red.runs} of ${countOf(runs, 'run')}`,
    ...(known.runs > 0 ? [`${known.runs} more on both tracks`] : []),
  ];
  return [
    ['first seen', firstSeen ? nightText(firstSeen) : 'never in this environment'],
    ['last green', lastGreen ? nightText(lastGreen) : 'never'],
    ...(newest ? [['first bad', nightText(newest.firstBad)]] : []),
    ...(newest ? [['last good', newest.lastGood ? nightText(newest.lastGood) : 'none before']] : []),
    ['red', counts.join('; ')],
  ];
}

function nightText({ startedAt, run, build }: Night): string {
  return `${formatTime(startedAt)}, run ${run}${build ? `, build ${build.id}` : ''}`;
}

const states: Readonly<Record<NightState, string>> = {
  green: 'It is green',
  red: 'It is red',
  known: 'Both tracks have it',
  flaky: 'It was flaky in the newest run',
  unknown: 'No run can tell',
};

function stateSentence({ state, episodes, isAgain }: History): string {
  const newest = episodes.at(-1);
  const isOn = newest && !newest.fixed && (state === 'red' || state === 'known');
  if (!isOn) return `${states[state]}.`;
  const since = `${states[state]}${state === 'known' ? ', next' : ''} since ${dayOf(newest.firstBad)}`;
  return isAgain ? `${since}. It regressed again: ${wasRed(episodes.at(-2))}.` : `${since}.`;
}

function wasRed(before: Episode | undefined): string {
  const [from, to] = [dayOf(before?.firstBad), dayOf(before?.lastBad)];
  return from === to ? `it was red on ${from}` : `it was red from ${from} to ${to}`;
}

function dayOf(night: Night | undefined): string {
  return night?.startedAt.slice(0, 10) ?? '';
}

function flakesText({ next, train }: NonNullable<History['flakes']>): string {
  return `${rateText(next)} on next; ${rateText(train)} on train`;
}

/** `3 of 40 runs (7.5 %, 2.6 % to 20 %)`: the rate and the interval that holds the true one in 19 of 20 cases. */
export function rateText({ runs, flaky, rate, low, high }: FlakeRate): string {
  if (runs === 0) return 'no run';
  const share = (value: number) => (value === 0 ? '0 %' : formatShare(value));
  return `${flaky} of ${countOf(runs, 'run')} (${share(rate)}, ${share(low)} to ${share(high)})`;
}

function durationText({ recent, before, change, ratio }: DurationTrend): string {
  return [
    `${formatSeconds(recent.median)} (p90 ${formatSeconds(recent.p90)}) in the newest ${countOf(recent.nights, 'green run')}`,
    ...(before
      ? [
          `${formatSeconds(before.median)} in ${before.nights} before${change === undefined ? '' : ` (${formatRatio(change)})`}`,
        ]
      : []),
    ...(ratio === undefined ? [] : [`${formatRatio(ratio)} of train`]),
  ].join('; ');
}
