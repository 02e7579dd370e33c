import { type TestVerdict, testVerdicts } from '../../harness/core/comparison.ts';
import type { AttemptStatus } from '../../harness/core/result.ts';
import { formatSeconds } from '../model/measures.ts';
import type { SuiteRow, SuiteSide } from '../model/suites.ts';
import { testVerdictWords } from '../model/verdict-words.ts';
import type { ReportModel, TestRow } from '../report-model.ts';
import { foreign, html, type Markup } from './markup.ts';
import { sign } from './signs.ts';

/** The suites, and every test of either track under its verdict. */
export function testsSection({ suites, tests }: ReportModel): Markup {
  const byVerdict = Map.groupBy(tests, ({ verdict }) => verdict);
  return html`<section id="tests"><h2>Tests</h2>
<table class="rows"><thead><tr><th scope="col">Suite</th><th scope="col" class="number">tests</th><th scope="col" class="number">train</th><th scope="col" class="number">next</th></tr></thead>
<tbody>${suites.map(suiteRow)}</tbody></table>
${testVerdicts.map((verdict) => verdictGroup(verdict, byVerdict.get(verdict) ?? []))}</section>`;
}

function suiteRow({ suite, tests, sides }: SuiteRow): Markup {
  return html`<tr><th scope="row">${foreign(suite)}</th><td class="number" data-label="tests">${tests}</td>
<td class="number" data-label="train">${suiteSide(sides.train)}</td><td class="number" data-label="next">${suiteSide(sides.next)}</td></tr>`;
}

const statuses: readonly AttemptStatus[] = ['passed', 'failed', 'skipped'];

function suiteSide({ counts, seconds }: SuiteSide): Markup | string {
  const some = statuses.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${status}`);
  const parts = [some.join(', '), seconds === undefined ? '' : formatSeconds(seconds)].filter(Boolean);
  return parts.length === 0 ? '–' : html`${parts.map((part) => html`<span class="part">${part}</span> `)}`;
}

function verdictGroup(verdict: TestVerdict, tests: readonly TestRow[]): Markup | undefined {
  if (tests.length === 0) return undefined;
  const { tone, meaning } = testVerdictWords[verdict];
  return html`<details class="group" id="tests-${verdict}">
<summary><span class="chip ${tone}">${sign(tone)} <b>${tests.length}</b> ${verdict}</span> <span class="subtle">${meaning}</span></summary>
<table class="rows"><thead><tr><th scope="col">Test</th><th scope="col" class="number">train</th><th scope="col" class="number">next</th></tr></thead>
<tbody>${tests.map(testRow)}</tbody></table></details>`;
}

function testRow({ title, place, seconds }: TestRow): Markup {
  return html`<tr><td>${foreign(title)} <span class="place subtle">${foreign(place)}</span></td>
<td class="number" data-label="train">${shownSeconds(seconds.train)}</td><td class="number" data-label="next">${shownSeconds(seconds.next)}</td></tr>`;
}

function shownSeconds(seconds: number | undefined): string {
  return seconds === undefined ? '–' : formatSeconds(seconds);
}
