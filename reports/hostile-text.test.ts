import { readFileSync } from 'node:fs';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../harness/comparison/findings.ts';
import { jsonText } from '../harness/system/json-text.ts';
import { allureNotes } from './allure/notes.ts';
import { findingLine } from './hand-on/finding-line.ts';
import { taskValues } from './hand-on/task-fields.ts';
import { fillTemplate } from './hand-on/task-template.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json-report.ts';
import { junitXml } from './junit.ts';
import { markdownSummary } from './markdown.ts';
import type { ImportedFile } from './model/imported-times.ts';
import { prometheusMetrics } from './prometheus.ts';
import { type Limitation, type ReportModel, reportModel } from './report-model.ts';
import { terminalSummary } from './terminal.ts';
import { parseExposition } from './testing/parse-exposition.ts';
import { failedBoot, hostileText, loggedFaults, regressions, type Sample } from './testing/samples.ts';
import { type TextField, textFields } from './testing/text-fields.ts';

interface Report extends Sample {
  readonly limitations: readonly Limitation[];
  readonly imported: readonly ImportedFile[];
}

const limitations = [{ what: 'Math', why: 'outside' }];
const imported: readonly ImportedFile[] = [
  {
    file: 'quibble-durations.json',
    times: { source: 'quibble', phases: [{ name: 'npm test', seconds: 1 }], note: 'SUCCESS' },
  },
];
const samples: readonly Report[] = [regressions(1), loggedFaults(), failedBoot()].map((sample) => ({
  ...sample,
  limitations,
  imported,
}));

/** Words of gm1 alone, which the readers of the record let through as one of a list; and the run's own name. */
const closed =
  /\.(?:source|state|kind|track|status|purpose|verdict|level|scope|change|finding)$|^record\.(?:id|directory)$|^comparison\.run$/;

const fields: ReadonlyMap<string, TextField<Report>> = new Map(
  samples.flatMap((sample) =>
    textFields(sample)
      .filter(({ path }) => !closed.test(path))
      .map((field) => [field.path, field] as const),
  ),
);

const texts: Readonly<Record<string, string>> = {
  'script, quotes, ANSI codes and right-to-left marks': hostileText,
  'right-to-left text': 'שגיאה פנימית في الويكي',
  'a very long text': 'long '.repeat(40_000),
  nothing: '',
};

const template = readFileSync(new URL('./templates/production-error.txt', import.meta.url), 'utf8');

/** All but tab and line end; and what turns the text around it. */
const disturbing = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u;

/** What is wrong with a report, if anything. */
type Check = (report: Report, model: ReportModel) => string | false | undefined;

function disturbanceIn(text: string): string | undefined {
  const found = disturbing.exec(text)?.[0];
  return found && `a character ${JSON.stringify(found)}`;
}

const formats: Readonly<Record<string, Check>> = {
  page(_, model) {
    const page = htmlReport(model, { show: () => ({ href: '' }), beside: [] });
    if (page.split('<script').length !== 2 || page.includes(hostileText.slice(0, 20))) return 'a script';
    return disturbanceIn(page) ?? (page.length > 500_000 && 'too long');
  },
  summary(_, model) {
    const summary = markdownSummary(model);
    const rows = summary.split('\n').filter((line) => line.startsWith('|'));
    if (rows.some((row) => row.match(/(?<!\\)\|/g)?.length !== 5)) return 'a broken table';
    if (summary.includes('<script')) return 'a script';
    return disturbanceIn(summary) ?? (summary.length > 65_536 && 'too long');
  },
  junit({ comparison }, model) {
    const xml = junitXml(model, comparison);
    if (XMLValidator.validate(xml) !== true || xml.includes('<script')) return 'not well-formed';
    return disturbanceIn(xml);
  },
  screen(_, model) {
    const screen = terminalSummary(model, { colour: false, columns: 100 });
    const lines = screen.split('\n');
    if (lines.length > 60 || lines.some((line) => line.length > 100)) return 'more than a screen';
    return disturbanceIn(screen);
  },
  metrics({ record, comparison }) {
    const labels = parseExposition(prometheusMetrics(record, comparison)).map((sample) => sample.labels);
    return disturbanceIn(labels.flatMap((each) => Object.values(each)).join());
  },
  json({ record, comparison }) {
    const text = jsonText(jsonReport(record, comparison));
    return JSON.parse(text).total === comparison.total ? disturbanceIn(text) : 'not whole';
  },
  allure(_, model) {
    const { 'environment.properties': properties = '', 'executor.json': executor = '' } = allureNotes(model);
    if (JSON.parse(executor).name !== 'gm1') return 'no executor';
    return !/^(?:\w+=[\x20-\x7e]*\n)+$/.test(properties) && 'broken properties';
  },
  task({ record, comparison }) {
    const tasks = findingsOf(record, comparison).map((each) =>
      fillTemplate(template, taskValues(each, record)),
    );
    return disturbanceIn(tasks.join(''));
  },
  lines({ record, comparison }) {
    const lines = findingsOf(record, comparison).map((each, index) => findingLine(each, index + 1, record));
    return disturbanceIn(lines.join(''));
  },
};

test('the samples have the texts of tests, logs, builds, waivers and commits', () => {
  expect([...fields.keys()]).toEqual(
    expect.arrayContaining([
      'record.attempts.[].message',
      'comparison.tests.[].attempts.next.[].message',
      'comparison.logs.[].example.trace',
      'comparison.logs.[].waived.waiver.reason',
      'comparison.commits.[].commits.[].subject',
      'record.builds.next.manifest.checkouts.[].repo',
      'record.failures.[].failure.why',
      'limitations.[].why',
      'imported.[].times.phases.[].name',
    ]),
  );
});

describe.each(Object.entries(texts))('%s', (_, text) => {
  test('disturbs no report, in whatever field it is', () => {
    const problems = [...fields].flatMap(([path, field]) => {
      const report = field.with(text);
      const model = reportModel(report.record, report.comparison, report.limitations, report.imported);
      return Object.entries(formats).flatMap(([format, check]) => {
        const problem = check(report, model);
        return problem ? [`${path} makes of the ${format} ${problem}`] : [];
      });
    });
    expect(problems).toEqual([]);
  });
});
