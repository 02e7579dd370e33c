import { buildsSection } from './html/builds-section.ts';
import type { ShowEvidence } from './html/finding-card.ts';
import { findingsSection } from './html/findings-section.ts';
import { headlineSection } from './html/headline-section.ts';
import { logsSection } from './html/logs-section.ts';
import { foreign, html, Markup } from './html/markup.ts';
import { pageScript } from './html/page-script.ts';
import { setAsideSection } from './html/set-aside-section.ts';
import { styleSheet } from './html/style-sheet.ts';
import { testsSection } from './html/tests-section.ts';
import { timingsSection } from './html/timings-section.ts';
import type { Tone } from './model/verdict-words.ts';
import type { ReportModel } from './report-model.ts';

export interface PageParts {
  readonly show: ShowEvidence;
  /** Paths of the other reports, relative to the page. */
  readonly beside: readonly string[];
}

/** The report as one page that needs no network and no other file; without its script it just cannot be filtered. */
export function htmlReport(model: ReportModel, { show, beside }: PageParts): string {
  const { headline, run } = model;
  const script = pageScript();
  return html`<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${script.source}">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<title>${headline.title} · ${run.id} · gm1</title>
<link rel="icon" href="${favicon(headline.tone)}">
<style>${new Markup(styleSheet())}</style></head>
<body class="${run.control && 'control'}"><main>
${headlineSection(model)}
${contents(model)}
${findingsSection(model, show)}
${timingsSection(model)}
${buildsSection(model.builds)}
${logsSection(model)}
${testsSection(model)}
${setAsideSection(model)}
${noticesSection(model)}
${footer(model, beside)}
</main><script>${new Markup(script.text)}</script></body></html>
`.text;
}

function contents({ findings, logs, tests, notices }: ReportModel) {
  const entries: readonly (readonly [string, string, number?])[] = [
    ['findings', 'Findings', findings.length],
    ['timings', 'Timings'],
    ['builds', 'Builds'],
    ['logs', 'Logs', logs.length],
    ['tests', 'Tests', tests.length],
    ['set-aside', 'Set aside'],
    ['notices', 'Notices', notices.length],
  ];
  return html`<nav aria-label="Contents"><ul>${entries.map(
    ([id, title, count]) =>
      html`<li><a href="#${id}">${title}${count !== undefined && html` <span class="subtle">${count}</span>`}</a></li>`,
  )}</ul><form role="search" hidden><input type="search" id="filter" placeholder="Filter" aria-label="Filter findings, log lines and tests" title="All words must be in it. Press / to come here, Escape to show all." autocomplete="off">
<output id="found" for="filter"></output></form></nav>`;
}

function noticesSection({ notices }: ReportModel) {
  return html`<section id="notices"><h2>Notices</h2>
${
  notices.length === 0
    ? html`<p class="subtle">None.</p>`
    : html`<ul>${notices.map((notice) => html`<li>${foreign(notice)}</li>`)}</ul>`
}</section>`;
}

function footer({ run }: ReportModel, beside: readonly string[]) {
  const links = beside.map((path) => html` <a href="${path}">${path}</a>`);
  return html`<footer class="subtle"><p>Environment ${foreign(run.environment)}. ${foreign(run.measuredOn)}</p>
<p>The record of the run is the folder above this page's. ${links.length > 0 && 'Beside it: '}${links}</p></footer>`;
}

const toneColours: Readonly<Record<Tone, string>> = {
  error: 'bf3c2c',
  warning: 'ab7f2a',
  notice: '72777d',
  success: '177860',
};

function favicon(tone: Tone): string {
  const circle = `<circle cx='8' cy='8' r='7' fill='%23${toneColours[tone]}'/>`;
  return `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>${circle}</svg>`;
}
