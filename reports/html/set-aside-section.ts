import type { AttemptStatus } from '../../harness/core/result.ts';
import { countOf } from '../model/measures.ts';
import type { RetriedRow, SkippedRow, WaiverRow } from '../model/set-aside.ts';
import type { Limitation, ReportModel } from '../report-model.ts';
import { foreign, html, type Markup } from './markup.ts';
import { attemptSign, sign } from './signs.ts';

/** What was waived, skipped, retried, off or stubbed: all that a green total would hide. */
export function setAsideSection({ setAside, limitations }: ReportModel): Markup {
  const { waivers, skipped, retried } = setAside;
  return html`<section id="set-aside"><h2>Set aside</h2>
${group(countOf(waivers.length, 'waiver'), ['Waiver', 'holds until'], waivers.map(waiverRow))}
${group(`${countOf(skipped.length, 'test')} skipped`, ['Test', 'skipped on'], skipped.map(skippedRow))}
${group(`${countOf(retried.length, 'test')} attempted again`, ['Test', 'train', 'next'], retried.map(retriedRow))}
${limitationList(limitations)}</section>`;
}

function group(title: string, [first, ...others]: readonly string[], rows: readonly Markup[]): Markup {
  if (rows.length === 0) return html`<p class="subtle">${title}.</p>`;
  return html`<details class="group"><summary>${title}</summary>
<table class="rows"><thead><tr><th scope="col">${first ?? ''}</th>${others.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></details>`;
}

function waiverRow({ task, owner, expires, reason, finding, state, isLive }: WaiverRow): Markup {
  return html`<tr><td>${!isLive && html`<span class="chip warning">${sign('warning')} holds no more</span> `}<b>${foreign(task)}</b> (${foreign(owner)}): ${foreign(reason)}
<span class="place subtle">${foreign(finding)}</span></td><td data-label="holds until">${foreign(expires)} <span class="subtle">${state}</span></td></tr>`;
}

function skippedRow({ title, place, on, why }: SkippedRow): Markup {
  return html`<tr><td>${foreign(title)} ${why ? html`<span class="subtle">${foreign(why)}</span>` : html`<span class="subtle">(without a reason)</span>`}
<span class="place subtle">${foreign(place)}</span></td><td data-label="skipped on">${on.join(', ')}</td></tr>`;
}

function retriedRow({ title, place, outcomes }: RetriedRow): Markup {
  return html`<tr><td>${foreign(title)} <span class="place subtle">${foreign(place)}</span></td>
<td data-label="train">${outcomes.train.map(outcomeSign)}</td><td data-label="next">${outcomes.next.map(outcomeSign)}</td></tr>`;
}

function outcomeSign(status: AttemptStatus, index: number): Markup {
  return attemptSign(status, `attempt ${index + 1} ${status}`);
}

function limitationList(limitations: readonly Limitation[]): Markup {
  const items = limitations.map(({ what, why }) => html`<li>${foreign(what)}: ${foreign(why)}</li>`);
  return html`<h3 id="limitations">Off or stubbed in the environments</h3>
${items.length === 0 ? html`<p class="subtle">Nothing is known to be.</p>` : html`<ul>${items}</ul>`}`;
}
