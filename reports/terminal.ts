import { styleText } from 'node:util';
import { type FailureBody, type Finding, findingLabel } from './model/finding.ts';
import type { VerdictCount } from './model/headline.ts';
import { countOf, formatRatio, formatSeconds, formatShare } from './model/measures.ts';
import { plainLine } from './model/plain-text.ts';
import type { Tone } from './model/verdict-words.ts';
import type { ReportModel } from './report-model.ts';
import { cutText, wrapText } from './terminal/fit-text.ts';

export interface TerminalOptions {
  readonly colour: boolean;
  /** Width of the terminal in characters. */
  readonly columns: number;
}

type Test = Extract<Finding, { kind: 'test' }>;
type Log = Extract<Finding, { kind: 'log' }>;
type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** More findings than this do not fit one screen. */
const findingLimit = 8;

/** The verdict in one screen, without a line end at its end. */
export function terminalSummary(model: ReportModel, { colour, columns }: TerminalOptions): string {
  const paint: Paint = (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text);
  const { headline, run } = model;
  const width = Math.max(40, Math.min(columns, 120));
  const lines = [
    ...headline.alarms.flatMap((alarm) =>
      wrapText(alarm, width).map((line) => paint(['bold', 'yellow'], line)),
    ),
    paint(['bold', colours[headline.tone]], `${signs[headline.tone]} ${headline.title}`),
    ...headline.reasons.flatMap((reason) => wrapText(reason, width - 2).map((line) => `  ${line}`)),
    '',
    ...labelled(paint, 'next', cutText(run.tracks.next, width - 8)),
    ...labelled(paint, 'train', cutText(run.tracks.train, width - 8)),
    ...labelled(paint, 'tests', ...countLines(headline.total, headline.tests, paint, width - 8)),
    ...labelled(paint, 'logs', ...countLines(headline.logTotal, headline.logs, paint, width - 8)),
    ...labelled(paint, 'noise', ...wrapText(headline.noise.replace('Noise: ', ''), width - 8)),
    ...labelled(paint, 'also', ...headline.caveats.flatMap((caveat) => wrapText(caveat, width - 8))),
    ...findingLines(model.findings, paint, width),
    ...timingLines(model, paint, width),
  ];
  return lines.join('\n');
}

const signs: Readonly<Record<Tone, string>> = { error: '✗', warning: '!', notice: '•', success: '✓' };
const colours = { error: 'red', warning: 'yellow', notice: 'gray', success: 'green' } as const;

function labelled(paint: Paint, label: string, ...lines: readonly string[]): string[] {
  return lines.map((line, index) => `${paint('dim', (index === 0 ? label : '').padEnd(8))}${line}`);
}

function countLines(total: number, counts: readonly VerdictCount[], paint: Paint, width: number): string[] {
  const some = counts.filter(({ count }) => count > 0);
  const words = [`${total}`, ...(some.length > 0 ? ['='] : []), ...some.flatMap(countWords)];
  const tones = new Map(some.map(({ verdict, tone }) => [verdict, tone]));
  return wrapText(words.join(' '), width).map((line) =>
    line.replaceAll(/(\d+)\u00a0([\w-]+)/g, (_, count: string, verdict: string) =>
      paint(colours[tones.get(verdict) ?? 'notice'], `${count} ${verdict}`),
    ),
  );
}

/** A no-break space keeps the count with its verdict. */
function countWords({ verdict, count }: VerdictCount, index: number): string[] {
  return [...(index > 0 ? ['+'] : []), `${count}\u00a0${verdict}`];
}

function findingLines(findings: readonly Finding[], paint: Paint, width: number): string[] {
  if (findings.length === 0) return [];
  const rest = findings.length - findingLimit;
  const shown = findings.slice(0, findingLimit);
  const labelWidth = Math.max(
    0,
    ...shown.map((finding) => (finding.kind === 'failure' ? 0 : findingLabel(finding).length)),
  );
  return [
    '',
    ...shown.flatMap((finding) => {
      if (finding.kind === 'failure') return failureLines(finding, paint, width);
      const indent = labelWidth + 5;
      const name = cutText(`${finding.title}${where(finding)}`, width - indent);
      const head = `${signs[finding.tone]} ${findingLabel(finding).padEnd(labelWidth)}`;
      return [
        `${finding.number} ${paint(colours[finding.tone], head)} ${name}`,
        ...origin(finding).map((text) =>
          paint('dim', `${' '.repeat(indent)}${cutText(text, width - indent)}`),
        ),
      ];
    }),
    ...(rest > 0 ? [paint('dim', `  and ${rest} more in the report`)] : []),
  ];
}

/** Of a log line that gates: the test that made it, and the first thing that changed in its trace. */
function origin(finding: Test | Log): readonly string[] {
  if (finding.kind === 'test' || !finding.gates) return [];
  const [test] = finding.tests;
  const [suspect] = finding.suspects;
  return [...(test ? [test] : []), ...(suspect ? [`${suspect.file} ${suspect.change}`] : [])];
}

function failureLines(
  { number, title, place, why, next }: Finding & FailureBody,
  paint: Paint,
  width: number,
): string[] {
  const cause = why === undefined ? [] : [cutText(plainLine(why), (width - 2) * 3)];
  const details = [title, ...cause, next].flatMap((text) => wrapText(text, width - 2));
  return [
    `${number} ${paint('red', cutText(`${signs.error} failed step (${place})`, width - 4))}`,
    ...details.map((line) => `  ${line}`),
  ];
}

function where(finding: Test | Log): string {
  if (finding.kind === 'test') return ` · ${finding.place}`;
  return ` · ${countOf(finding.counts.next, 'time')} on next, ${finding.counts.train} on train`;
}

function timingLines({ timings, marks }: ReportModel, paint: Paint, width: number): string[] {
  if (timings.length === 0) return [];
  const row = (name: string, train: string, next: string, ratio: string) =>
    `${name.padEnd(12)}${train.padStart(12)}${next.padStart(12)}${ratio.padStart(8)}`;
  return [
    '',
    paint('dim', row('time', 'train', 'next', 'ratio')),
    ...timings.map(({ title, total: { train, next, ratio } }) =>
      row(title, shown(train), shown(next), ratio === undefined ? '–' : formatRatio(ratio)),
    ),
    ...marksLines(marks, width),
  ];
}

function shown(seconds: number | undefined): string {
  return seconds === undefined ? '–' : formatSeconds(seconds);
}

function marksLines({ marks }: ReportModel['marks'], width: number): string[] {
  const shares = marks.flatMap(({ minutes, share }) =>
    share === undefined ? [] : [`${formatShare(share)} of ${minutes} min`],
  );
  return shares.length === 0 ? [] : wrapText(`Building next took ${shares.join(', ')}.`, width);
}
