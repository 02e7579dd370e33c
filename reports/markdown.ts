import { unreachable } from '../harness/core/unreachable.ts';
import { type Finding, findingLabel } from './model/finding.ts';
import type { VerdictCount } from './model/headline.ts';
import { countOf, formatRatio, formatSeconds } from './model/measures.ts';
import { slowerSentence } from './model/timings.ts';
import type { Limitation, ReportModel } from './report-model.ts';

/** More findings than this belong into the page, not into a chat. */
const findingLimit = 20;
const suspectLimit = 3;

/** The verdict as Markdown for a tracker or a chat. */
export function markdownSummary(model: ReportModel): string {
  const { headline, run, marks, findings } = model;
  const lines = [
    `# ${signs[headline.tone]} ${headline.title}`,
    ...headline.alarms.map((alarm) => `> **${alarm}**\n`),
    `**next** ${escapeMarkdown(run.tracks.next)} against **train** ${escapeMarkdown(run.tracks.train)}\n`,
    ...headline.reasons.map((reason) => `* ${escapeMarkdown(reason)}`),
    '\n## Counts\n',
    `* ${countOf(headline.total, 'test')}: ${countList(headline.tests)}`,
    `* ${countOf(headline.logTotal, 'log signature')}: ${countList(headline.logs)}`,
    ...headline.caveats.map((caveat) => `* ${escapeMarkdown(caveat)}`),
    `* ${headline.noise}`,
    ...findingLines(findings),
    '\n## Timings\n',
    ...timingTable(model),
    ...[slowerSentence(model.timings)].flatMap((slower) => (slower ? [`\n${escapeMarkdown(slower)}`] : [])),
    `\n${[escapeMarkdown(marks.sentence), `${marks.marks.map(({ sentence }) => sentence).join('; ')}.`].join(' ')}`,
    ...model.imported.map(({ title, sentence }) => `\n${escapeMarkdown(`${title}: ${sentence}`)}`),
    ...noticeLines(model.notices),
    ...limitationLines(model.limitations),
    `\n${escapeMarkdown(run.measuredOn)} Environment ${escapeMarkdown(run.environment)}.`,
  ];
  return `${lines.join('\n')}\n`;
}

const signs = { error: '❌', warning: '⚠️', notice: 'ℹ️', success: '✅' } as const;

function countList(counts: readonly VerdictCount[]): string {
  const some = counts.filter(({ count }) => count > 0).map(({ verdict, count }) => `${count} ${verdict}`);
  return some.join(', ') || 'none';
}

function findingLines(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const rest = findings.length - findingLimit;
  return [
    '\n## Findings\n',
    ...findings
      .slice(0, findingLimit)
      .flatMap((finding) => [
        `${finding.number}. ${findingLine(finding)}`,
        ...details(finding).map((detail) => `   * ${escapeMarkdown(detail)}`),
      ]),
    ...(rest > 0 ? [`\nand ${rest} more, see the report`] : []),
  ];
}

function findingLine(finding: Finding): string {
  const [title, label] = [escapeMarkdown(finding.title), findingLabel(finding)];
  switch (finding.kind) {
    case 'failure':
      return `**${label}** ${title} (${escapeMarkdown(finding.place)}) ${escapeMarkdown(finding.next)}`;
    case 'test':
      return `**${label}** ${title} (${escapeMarkdown(finding.place)}): ${escapeMarkdown(finding.reason)}`;
    case 'log':
      return `**${label}** ${title}: ${escapeMarkdown(finding.reason)}`;
    default:
      return unreachable(finding);
  }
}

/** Of a log line: who waived it, the test that made it and what changed. */
function details(finding: Finding): readonly string[] {
  if (finding.kind === 'failure') return [];
  const waived = finding.waived === undefined ? [] : [finding.waived];
  if (finding.kind === 'test') return waived;
  const [test] = finding.tests;
  const more = finding.tests.length - 1 + finding.moreTests;
  return [
    ...waived,
    ...(test ? [`test: ${test}${more > 0 ? ` and ${more} more` : ''}`] : []),
    ...finding.suspects
      .slice(0, suspectLimit)
      .map(
        ({ file, change, commits }) => `suspect: ${[`${file} ${change}`, ...commits.slice(0, 1)].join('; ')}`,
      ),
  ];
}

function timingTable({ timings }: ReportModel): string[] {
  const rows = timings.flatMap(({ title, rows, total }) =>
    [...rows, ...(rows.length > 1 ? [{ ...total, phase: `**${title} in all**` }] : [])].map((row) => {
      const phase = row.phase.startsWith('**') ? row.phase : escapeMarkdown(row.phase);
      return `| ${phase} | ${seconds(row.train)} | ${seconds(row.next)} | ${row.ratio ? formatRatio(row.ratio) : '–'} |`;
    }),
  );
  return rows.length === 0
    ? ['Nothing was timed.']
    : ['| phase | train | next | ratio |', '|---|--:|--:|--:|', ...rows];
}

function seconds(value: number | undefined): string {
  return value === undefined ? '–' : formatSeconds(value);
}

function noticeLines(notices: readonly string[]): string[] {
  return notices.length === 0
    ? []
    : ['\n## Notices\n', ...notices.map((notice) => `* ${escapeMarkdown(notice)}`)];
}

function limitationLines(limitations: readonly Limitation[]): string[] {
  if (limitations.length === 0) return [];
  const names = limitations.map(({ what }) => escapeMarkdown(what)).join('; ');
  return [`\nOff or stubbed in the environments: ${names}.`];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '@': '@\u2060' };

/** Foreign text as plain words: no markup, no HTML, no mention of a person. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[&<@\\`*_{}[\]>|~#]/g, (character) => entities[character] ?? `\\${character}`);
}
