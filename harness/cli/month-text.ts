import { countOf, formatTime } from '../../reports/model/measures.ts';
import { plainLine } from '../../reports/model/plain-text.ts';
import type { Find } from '../history/month.ts';
import { kindOf } from './find-subject.ts';
import type { MonthHistory } from './history-month.ts';
import { formatLong } from './long-time.ts';

/** What a month's runs found and how long before the train, for a person. */
export function monthText(found: MonthHistory): string {
  const { month, environment, gates, finds, findings, builds, newlyFlaky } = found;
  const runs = Object.values(gates).reduce((sum, count) => sum + count, 0);
  const all = (counts: MonthHistory['builds']) => counts.before + counts.after + counts.unsure;
  return [
    `${month}, ${environment}: ${countOf(runs, 'run')}${runs > 0 ? ` (${gatesText(gates)})` : ''}.`,
    finds.length === 0
      ? 'No regression was found.'
      : `Found: ${countOf(finds.length, 'finding')} of ${countOf(all(builds), 'build')}.`,
    ...(finds.length === 0 ? [] : caughtLines(findings, builds)),
    ...finds.flatMap((find) => ['', ...findLines(find)]),
    ...newlyFlaky.flatMap(({ name, since }) => ['', `${formatTime(since)}  newly flaky: ${plainLine(name)}`]),
    '',
  ].join('\n');
}

function gatesText(gates: MonthHistory['gates']): string {
  const names = ['go', 'no-go', 'inconclusive', ''];
  return [...names, ...Object.keys(gates).filter((name) => !names.includes(name))]
    .filter((name) => gates[name])
    .map((name) => `${gates[name]} ${name || 'not compared'}`)
    .join(', ');
}

function caughtLines(findings: MonthHistory['findings'], builds: MonthHistory['builds']): readonly string[] {
  const line = (what: string, of: 'before' | 'after' | 'unsure') =>
    `  ${what.padEnd(32)} ${countOf(findings[of], 'finding')} of ${countOf(builds[of], 'build')}`;
  return [
    line('caught before the test wikis', 'before'),
    line('found after they had it', 'after'),
    line('not known', 'unsure'),
  ];
}

function findLines({ subject, episode, isAgain, lead }: Find): readonly string[] {
  const { firstBad, fixed, red } = episode;
  const testWikis = lead?.trains.at(-1)?.groups[0];
  const facts = [
    ...(isAgain ? ['regressed again'] : []),
    `red in ${countOf(red.length, 'run')}`,
    fixed ? `fixed ${fixed.startedAt.slice(0, 10)}` : 'not fixed',
    ...(testWikis ? [leadOver(testWikis.name, testWikis.lead)] : []),
    ...(lead?.caught === 'unsure' ? ['not known whether it was in the train before'] : []),
  ];
  return [
    `${formatTime(firstBad.startedAt)}  ${kindOf(subject)}: ${plainLine(subject.name)}`,
    `  ${facts.join('; ')}`,
  ];
}

function leadOver(name: string, lead: number): string {
  return lead < 0 ? `${name} had it ${formatLong(-lead)} before` : `${name} ${formatLong(lead)} later`;
}
