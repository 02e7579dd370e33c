import type { Cause } from '../model/causes.ts';
import type { Finding } from '../model/finding.ts';
import { countOf } from '../model/measures.ts';
import type { ReportModel } from '../report-model.ts';
import { findingCard, type ShowEvidence } from './finding-card.ts';
import { foreign, html, type Markup } from './markup.ts';
import { sign } from './signs.ts';

/** The findings, those of one cause together. */
export function findingsSection(
  { findings, causes, run }: Pick<ReportModel, 'findings' | 'causes' | 'run'>,
  show: ShowEvidence,
): Markup {
  if (findings.length === 0) {
    return html`<section id="findings"><h2>Findings</h2><p class="empty">${sign('success')} Nothing needs a look.</p></section>`;
  }
  const open = opened(findings, causes);
  const card = (number: number) => {
    const finding = findings[number - 1];
    return finding && findingCard(finding, open.has(number), show);
  };
  return html`<section id="findings"><h2>Findings <span class="subtle">worst first, those of one cause together</span></h2>
${causes.map((cause) => causeGroup(cause, card))}
<p class="subtle">Hand one on with <code>gm1 report ${run.id} --finding 1 --as task</code> (or <code>json</code>, <code>lines</code>),
waive a known one with <code>gm1 waive --run ${run.id} --finding 1</code>.</p></section>`;
}

/** With more cards open the list is no longer one. */
const openAtMost = 10;

/** Of each cause the first finding, when it holds the train. */
function opened(findings: readonly Finding[], causes: readonly Cause[]): ReadonlySet<number> {
  const firsts = causes.flatMap(({ numbers }) => findings[(numbers[0] ?? 0) - 1] ?? []);
  const holding = firsts.filter(({ gates, kind }) => gates || kind === 'failure');
  return new Set(holding.slice(0, openAtMost).map(({ number }) => number));
}

/** So many findings of one cause are listed; the rest is folded. */
const shownOfCause = 3;

function causeGroup(
  { sentence, numbers }: Cause,
  card: (number: number) => Markup | undefined,
): Markup | undefined {
  if (sentence === undefined) return html`${numbers.map(card)}`;
  const [first, rest] = [numbers.slice(0, shownOfCause), numbers.slice(shownOfCause)];
  return html`<section class="cause"><h3>${foreign(sentence)}</h3>
${first.map(card)}${
  rest.length > 0 &&
  html`<details class="more"><summary>${countOf(rest.length, 'more finding')} of this cause</summary>${rest.map(card)}</details>`
}</section>`;
}
