import type { PhaseComparison } from '../../harness/core/comparison.ts';
import { type Track, tracks } from '../../harness/core/track.ts';
import type { ImportedTimes } from '../model/imported-times.ts';
import type { Mark, Marks } from '../model/marks.ts';
import { formatRatio, formatSeconds, formatShare } from '../model/measures.ts';
import { slowerSentence, type TimingGroup, type TimingRow } from '../model/timings.ts';
import type { ReportModel } from '../report-model.ts';
import { foreign, html, type Markup } from './markup.ts';
import { sign } from './signs.ts';
import { trendsTable } from './trends-table.ts';

/** How long each step took on both tracks, and the build against Wikimedia's marks. */
export function timingsSection({ marks, timings, trends, imported, run }: ReportModel): Markup {
  const slower = slowerSentence(timings);
  return html`<section id="timings"><h2>Timings</h2>
${marksFigure(marks)}
${slower && html`<p class="slower">${sign('warning')} ${foreign(slower)}</p>`}
${timings.map(groupTable)}
${trendsTable(trends)}
${imported.map(importedTable)}
<p class="subtle measured">${foreign(run.measuredOn)} Ratios are of this one run; absolute times of other hosts and nights do not compare.</p>
</section>`;
}

function marksFigure({ seconds, sentence, marks }: Marks): Markup {
  return html`<div class="marks"><p>${foreign(sentence)} <span class="subtle">The scale is logarithmic.</span></p>
<div class="scale" aria-hidden="true">${
    seconds !== undefined && html`<span class="fill" style="width:${position(seconds / 60)}%"></span>`
  }${marks.map(({ minutes }) => html`<span class="tick" style="left:${position(minutes)}%"><i>${minutes} min</i></span>`)}</div>
<ul class="tiles">${marks.map(markTile)}</ul></div>`;
}

/** Per cent of a logarithmic scale from half a minute to two days. */
function position(minutes: number): string {
  const [from, to] = [0.5, 2880];
  const share = Math.log(Math.max(minutes, from) / from) / Math.log(to / from);
  return Math.min(100, share * 100).toFixed(1);
}

function markTile({ minutes, name, share }: Mark): Markup {
  const tone = share === undefined ? 'notice' : share <= 1 ? 'success' : 'warning';
  return html`<li class="tile ${tone}"><b>${share === undefined ? 'not measured' : formatShare(share)}</b>
<span>of ${minutes} minutes</span> <span class="subtle">${name}</span></li>`;
}

function groupTable({ title, rows, total, note }: TimingGroup): Markup {
  const longest = Math.max(...rows.flatMap((row) => tracks.map((track) => row[track] ?? 0)), 0.001);
  return html`<table class="timing"><caption>${title}${note && html` <span class="subtle">${note}</span>`}</caption>
<thead><tr><th scope="col">Phase</th><td></td>${tracks.map((track) => html`<th scope="col" class="number"><span class="track ${track}">${track}</span></th>`)}<th scope="col" class="number">ratio</th></tr></thead>
<tbody>${rows.map((row) => timingRow(row, longest))}</tbody>
${rows.length > 1 && html`<tfoot>${timingRow(total, undefined)}</tfoot>`}</table>`;
}

function importedTable({ title, sentence, rows, marks }: ImportedTimes): Markup {
  return html`<table class="timing imported"><caption>${foreign(title)} <span class="subtle">${foreign(sentence)} ${marks
    .map((mark) => mark.sentence)
    .join('; ')}.</span></caption>
<thead><tr><th scope="col">Phase</th><th scope="col" class="number">there</th><th scope="col" class="number"><span class="track next">next</span></th></tr></thead>
<tbody>${rows.map(
    ({ phase, seconds, next }) =>
      html`<tr><th scope="row">${foreign(phase)}</th><td class="number">${formatSeconds(seconds)}</td><td class="number">${shownSeconds(next)}</td></tr>`,
  )}</tbody></table>`;
}

function timingRow(row: TimingRow, longest: number | undefined): Markup {
  return html`<tr><th scope="row">${foreign(row.phase)}</th>
<td class="bars" aria-hidden="true">${longest !== undefined && tracks.map((track) => phaseBar(row, track, longest))}</td>
<td class="number">${shownSeconds(row.train)}</td><td class="number">${shownSeconds(row.next)}</td>
<td class="number ${row.word}">${row.ratio === undefined ? '–' : formatRatio(row.ratio)}</td></tr>`;
}

function phaseBar(row: PhaseComparison, track: Track, longest: number): Markup {
  return html`<span class="${track}" style="width:${(((row[track] ?? 0) / longest) * 100).toFixed(1)}%"></span>`;
}

function shownSeconds(seconds: number | undefined): string {
  return seconds === undefined ? '–' : formatSeconds(seconds);
}
