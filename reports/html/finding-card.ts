import { unreachable } from '../../harness/core/unreachable.ts';
import {
  type EvidenceFile,
  type FailureBody,
  type Finding,
  findingLabel,
  type TestBody,
  type TestSide,
} from '../model/finding.ts';
import { countOf, formatSeconds } from '../model/measures.ts';
import { logFacts } from './logs-section.ts';
import { foreign, html, type Markup } from './markup.ts';
import { attemptSign, sign } from './signs.ts';

/** How a page shows a file of the run directory: a link relative to the page, and an image in the page itself. */
export interface EvidenceView {
  readonly href?: string;
  /** A data URI. */
  readonly image?: string;
  /** What a file of text says, cut to what a page can show. */
  readonly text?: string;
}

export type ShowEvidence = (file: EvidenceFile) => EvidenceView;

/** One finding with its evidence, to be unfolded. */
export function findingCard(finding: Finding, isOpen: boolean, show: ShowEvidence): Markup {
  return html`<details class="finding ${finding.tone}" id="${finding.id}"${isOpen && html` open`}>
<summary><span class="subtle">${finding.number}</span> <span class="chip ${finding.tone}">${sign(finding.tone)} ${findingLabel(finding)}</span>${
    finding.gates && html` <span class="gates">gates</span>`
  } <span class="name">${foreign(finding.title)}</span> <span class="place subtle">${foreign(place(finding))}</span></summary>
<div class="body">${body(finding, show)}</div></details>`;
}

function place(finding: Finding): string {
  if (finding.kind !== 'log') return finding.place;
  return finding.facts.find(([name]) => name === 'place')?.[1] ?? '';
}

function body(finding: Finding, show: ShowEvidence): Markup {
  switch (finding.kind) {
    case 'failure':
      return failureBody(finding);
    case 'test':
      return testBody(finding, show);
    case 'log':
      return logFacts(finding);
    default:
      return unreachable(finding);
  }
}

function failureBody({ why, next }: FailureBody): Markup {
  return html`${why && foreignBlock(why)}<p>${foreign(next)}</p>`;
}

function testBody({ reason, waived, sides }: TestBody, show: ShowEvidence): Markup {
  const shape =
    sides.train.failures.length === 0 ? 'next-wide' : sides.next.failures.length === 0 ? 'train-wide' : '';
  return html`<p>${foreign(reason)}</p>${waived && html`<p>${foreign(waived)}</p>`}<div class="sides ${shape}">
<div><h4><span class="track train">train</span> ${attempts(sides.train)}</h4>${evidence(sides.train, show)}</div>
<div><h4><span class="track next">next</span> ${attempts(sides.next)}</h4>${evidence(sides.next, show)}</div></div>`;
}

function attempts({ attempts: all }: TestSide): Markup {
  if (all.length === 0) return html`<span class="subtle">did not run</span>`;
  return html`<span class="attempts">${all.map(({ status, purpose, seconds }) =>
    attemptSign(status, `${purpose} attempt ${status} after ${formatSeconds(seconds)}`),
  )}</span> <span class="subtle">${all.map(({ seconds }) => formatSeconds(seconds)).join(', ')}</span>`;
}

function evidence({ failures, attachments }: TestSide, show: ShowEvidence): Markup {
  return html`${failures.map(
    ({ message, trace, times }) =>
      html`${times > 1 && html`<p class="subtle">${countOf(times, 'attempt')} alike</p>`}${foreignBlock(message)}${
        trace && html`<details class="trace"><summary>Trace</summary>${foreignBlock(trace)}</details>`
      }`,
  )}${evidenceFiles(attachments, show)}`;
}

/** What can be read on the page first. */
function evidenceFiles(files: readonly EvidenceFile[], show: ShowEvidence): Markup {
  const views = files.map((file) => ({ file, view: show(file) }));
  const texts = views.filter(({ view }) => view.text !== undefined);
  const others = views.filter(({ view }) => view.text === undefined);
  return html`${texts.map(({ file, view }) => textFile(file, view))}${
    others.length > 0 &&
    html`<div class="evidence">${others.map(({ file, view }) => otherFile(file, view))}</div>`
  }`;
}

function textFile({ name }: EvidenceFile, { href, text = '' }: EvidenceView): Markup {
  const link = href && html`<p class="subtle"><a href="${href}">the whole file</a></p>`;
  return html`<details class="trace"><summary>${foreign(name)}</summary>${foreignBlock(text)}${link}</details>`;
}

function otherFile({ name, type }: EvidenceFile, { href, image }: EvidenceView): Markup {
  const caption = html`${foreign(name)}${!href && html` <span class="subtle">(not found)</span>`}`;
  const picture = image && html`<img src="${image}" alt="${name}" loading="lazy">`;
  const isTrace = name === 'trace' && type === 'application/zip';
  return html`<figure>${href && picture ? html`<a href="${href}">${picture}</a>` : picture}<figcaption>${
    href ? html`<a href="${href}">${caption}</a>` : caption
  }${isTrace && html` <span class="subtle">open with <code>npx playwright show-trace</code></span>`}</figcaption></figure>`;
}

function foreignBlock(text: string): Markup {
  return html`<pre dir="auto" tabindex="0">${text}</pre>`;
}
