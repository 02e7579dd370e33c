import type { Headline, VerdictCount } from '../model/headline.ts';
import { countOf, formatTime } from '../model/measures.ts';
import type { ReportModel } from '../report-model.ts';
import { foreign, html, type Markup } from './markup.ts';
import { sign } from './signs.ts';

/** The verdict, why, and every count. */
export function headlineSection({ headline, run, notices }: ReportModel): Markup {
  return html`
<header class="top"><span class="wordmark">gm1</span> <span class="subtle">group minus one</span>
<span class="run subtle">${run.id} · ${formatTime(run.startedAt)}</span></header>
${headline.alarms.map((alarm) => html`<p class="message warning" role="alert">${sign('warning')} <strong>${alarm}</strong></p>`)}
<section class="hero ${headline.tone}">
<p class="gate">${sign(headline.tone)} ${headline.title}</p>
<h1><span class="track next">next</span> ${foreign(run.tracks.next)} <span class="against">against</span>
<span class="track train">train</span> ${foreign(run.tracks.train)}</h1>
<ul class="reasons">${headline.reasons.map((reason) => html`<li>${foreign(reason)}</li>`)}</ul>
</section>
<section class="counts" aria-label="Counts">
${countLine(countOf(headline.total, 'test'), headline.tests, 'tests')}
${countLine(countOf(headline.logTotal, 'log signature'), headline.logs, 'logs')}
${caveatList(headline, notices.length)}
</section>`;
}

function countLine(title: string, counts: readonly VerdictCount[], target: 'tests' | 'logs'): Markup {
  const some = counts.filter(({ count }) => count > 0);
  const none = counts.filter(({ count }) => count === 0).map(({ verdict }) => verdict);
  return html`<div class="count-line">
<h2 class="count-title">${title}</h2>
<div class="bar" aria-hidden="true">${some.map(
    ({ verdict, count, tone }) => html`<span class="${tone} ${verdict}" style="flex-grow:${count}"></span>`,
  )}</div>
<ul class="chips">${some.map(
    ({ verdict, count, tone, meaning }) =>
      html`<li><a class="chip ${tone}" href="#${target}-${verdict}" title="${meaning}">${sign(tone)} <b>${count}</b> ${verdict}</a></li>`,
  )}${none.length > 0 && html`<li class="none subtle">none ${none.join(', ')}</li>`}</ul>
</div>`;
}

function caveatList({ caveats }: Headline, notices: number): Markup | undefined {
  if (caveats.length === 0 && notices === 0) return undefined;
  return html`<ul class="caveats">${caveats.map((caveat) => html`<li>${caveat}</li>`)}${
    caveats.length > 0 && html`<li><a href="#set-aside">All that was set aside</a>.</li>`
  }${
    notices > 0 && html`<li><a href="#notices">${countOf(notices, 'notice')}</a> about the run itself.</li>`
  }</ul>`;
}
