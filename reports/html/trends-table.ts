import { formatSeconds } from '../model/measures.ts';
import type { TrendRow } from '../model/trends.ts';
import { foreign, html, type Markup } from './markup.ts';

/** Each step night after night; nothing when there was no night before. */
export function trendsTable(rows: readonly TrendRow[]): Markup | undefined {
  if (rows.length === 0) return undefined;
  const most = Math.max(...rows.map(({ nights }) => nights.length));
  return html`<table class="timing trends"><caption>Night after night <span class="subtle">The last ${most} runs of this environment; full, incremental and cached builds apart. A build is meant to take 15 minutes at most; production's takes 64, and 1440 are a day.</span></caption>
<thead><tr><th scope="col">Step</th><td></td><th scope="col" class="number">median</th><th scope="col" class="number">p90</th><th scope="col" class="number">this run</th></tr></thead>
<tbody>${rows.map(trendRow)}</tbody></table>`;
}

function trendRow({ series, track, nights, median, p90, seconds }: TrendRow): Markup {
  return html`<tr><th scope="row">${foreign(series)} <span class="track ${track}">${track}</span></th>
<td class="nights"><span class="line" role="img" aria-label="${nights.map(({ sentence }) => sentence).join(', ')}">${nights.map(
    ({ share, sentence, isOwn }) =>
      html`<i${isOwn && html` class="own"`} style="height:${Math.max(4, share * 100).toFixed(0)}%" title="${sentence}"></i>`,
  )}</span></td>
<td class="number">${formatSeconds(median)}</td><td class="number">${formatSeconds(p90)}</td>
<td class="number">${seconds === undefined ? '–' : formatSeconds(seconds)}</td></tr>`;
}
