import type { Builds, FactRow } from '../model/builds.ts';
import { countOf } from '../model/measures.ts';
import { foreign, html, type Markup } from './markup.ts';

/** What was compared: both builds and environments side by side. */
export function buildsSection({ facts, checkouts }: Builds): Markup {
  const differing = checkouts.filter(({ differs }) => differs).length;
  return html`<section id="builds"><h2>Builds</h2>
${facts.length > 0 ? factTable('Fact', facts) : html`<p class="subtle">Nothing was built.</p>`}
${
  checkouts.length > 0 &&
  html`<details class="group"><summary>${countOf(checkouts.length, 'package or repository', 'packages and repositories')},
<b>${differing}</b> at another version</summary>${factTable('Package or repository', checkouts)}</details>`
}</section>`;
}

function factTable(title: string, rows: readonly FactRow[]): Markup {
  return html`<table class="facts-table"><thead><tr><th scope="col">${title}</th><th scope="col">train</th><th scope="col">next</th></tr></thead>
<tbody>${rows.map(
    ({ name, train, next, differs }) =>
      html`<tr${differs && html` class="differs"`}><th scope="row">${foreign(name)}</th><td data-label="train">${foreign(train ?? '–')}</td><td data-label="next">${foreign(next ?? '–')}</td></tr>`,
  )}</tbody></table>`;
}
