import type { TestVerdict } from '../../harness/core/comparison.ts';
import type { ReportModel } from '../report-model.ts';
import { verdictPrefix } from './result-of-track.ts';

/** The files beside the results from which Allure takes its environment, its categories and the name of the run. */
export function allureNotes(model: ReportModel): Readonly<Record<string, string>> {
  return {
    'environment.properties': properties(environment(model)),
    'categories.json': JSON.stringify(categories),
    'executor.json': JSON.stringify(executor(model)),
  };
}

/** Links are relative to the page of Allure's report, where those of other runs are beside it. */
function executor({ run }: ReportModel) {
  const started = Date.parse(run.startedAt);
  return {
    name: 'gm1',
    type: 'gm1',
    buildName: run.id,
    buildUrl: '../index.html',
    reportName: `gm1 ${run.id}`,
    reportUrl: `../../../${encodeURIComponent(run.id)}/report/allure/index.html`,
    ...(!Number.isNaN(started) && { buildOrder: Math.trunc(started / 1000) }),
  };
}

function environment({ run, headline }: ReportModel): readonly (readonly [string, string])[] {
  return [
    ['run', run.id],
    ['gate', headline.title],
    ['train', run.tracks.train],
    ['next', run.tracks.next],
    ['environment', run.environment],
    ['measured', run.measuredOn],
  ];
}

/** In Java's format, which knows Latin letters only. */
function properties(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([name, value]) => `${name}=${escapeProperty(value)}\n`).join('');
}

function escapeProperty(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const categories = [
  category('regressed', 'regressed'),
  category('newly-flaky', 'newly-flaky'),
  category('failure-changed', 'failure-changed'),
  category('new-failing', 'new-failing'),
  category('spurious (infrastructure)', 'spurious'),
  category('waived', 'waived'),
  category('pre-existing (same-fail)', 'same-fail'),
  category('fixed (fails on train)', 'fixed'),
  { name: 'flaky', flaky: true, matchedStatuses: ['failed', 'broken', 'passed'] },
];

function category(name: string, verdict: TestVerdict) {
  const prefix = verdictPrefix(verdict).replaceAll('|', '\\|');
  return { name, messageRegex: `(?s)^${prefix}.*`, matchedStatuses: ['failed', 'broken'] };
}
