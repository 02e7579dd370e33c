import { type LogVerdict, logVerdicts } from '../../harness/core/comparison.ts';
import type { Track } from '../../harness/core/track.ts';
import type { LogRow, SuspectRow } from '../model/log-row.ts';
import { countOf, formatCount } from '../model/measures.ts';
import { logVerdictWords } from '../model/verdict-words.ts';
import type { ReportModel } from '../report-model.ts';
import { foreign, html, type Markup } from './markup.ts';
import { sign } from './signs.ts';

/** The log signatures of both tracks under the same workload. */
export function logsSection({ logs, requests, headline: { noise } }: ReportModel): Markup {
  const served = [
    requests.train !== undefined && `${countOf(requests.train, 'request')} on train`,
    requests.next !== undefined && `${countOf(requests.next, 'request')} on next`,
  ].filter(Boolean);
  return html`<section id="logs"><h2>Log signatures</h2>
<p class="subtle">${served.length > 0 ? `Under ${served.join(' and ')}.` : 'No logs were collected.'}</p>
<p class="subtle">${noise}</p>
${logVerdicts.map((verdict) =>
  verdictGroup(
    verdict,
    logs.filter((log) => log.verdict === verdict),
  ),
)}</section>`;
}

function verdictGroup(verdict: LogVerdict, logs: readonly LogRow[]): Markup | undefined {
  if (logs.length === 0) return undefined;
  const { tone, meaning } = logVerdictWords[verdict];
  return html`<details class="group" id="logs-${verdict}"${verdict === 'new' && html` open`}>
<summary><span class="chip ${tone}">${sign(tone)} <b>${logs.length}</b> ${verdict}</span> <span class="subtle">${meaning}</span></summary>
<table class="rows"><thead><tr><th scope="col">Log line</th><th scope="col" class="number">train</th><th scope="col" class="number">next</th></tr></thead>
<tbody>${logs.map(logRow)}</tbody></table></details>`;
}

function logRow(log: LogRow): Markup {
  return html`<tr><td><details class="inline"><summary>${foreign(log.title)}</summary>${logFacts(log)}</details></td>
<td class="number" data-label="train">${countAndRate(log, 'train')}</td><td class="number" data-label="next">${countAndRate(log, 'next')}</td></tr>`;
}

function countAndRate({ counts, rates }: LogRow, track: Track): Markup {
  return html`<span class="part">${formatCount(counts[track])}</span> <span class="part">${rates[track]} per 1000</span>`;
}

/** All that the example of a signature tells. */
export function logFacts(log: LogRow): Markup {
  const { counts, reason, waived, message, facts, trace } = log;
  return html`<p><span class="track train">train</span> ${countOf(counts.train, 'time')},
<span class="track next">next</span> ${countOf(counts.next, 'time')}. ${foreign(reason)}</p>
${waived && html`<p>${foreign(waived)}</p>`}
<pre dir="auto" tabindex="0">${message}</pre>
<dl class="facts">${testsFact(log)}${suspectsFact(log)}${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${foreign(value)}</dd>`)}</dl>
${trace && html`<details class="trace"><summary>Trace</summary><pre dir="auto" tabindex="0">${trace}</pre></details>`}`;
}

function testsFact({ tests, moreTests }: LogRow): Markup | false {
  const more = moreTests > 0 && html`<li class="subtle">and ${moreTests} more</li>`;
  return (
    tests.length > 0 &&
    html`<dt>tests</dt><dd><ul>${tests.map((test) => html`<li>${foreign(test)}</li>`)}${more}</ul></dd>`
  );
}

function suspectsFact({ suspects }: LogRow): Markup | false {
  return suspects.length > 0 && html`<dt>suspects</dt><dd><ul>${suspects.map(suspectItem)}</ul></dd>`;
}

function suspectItem({ file, change, commits }: SuspectRow): Markup {
  return html`<li><code>${foreign(file)}</code> ${foreign(change)}${
    commits.length > 0 && html`<ul>${commits.map((commit) => html`<li>${foreign(commit)}</li>`)}</ul>`
  }</li>`;
}
