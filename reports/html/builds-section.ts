import type { Builds, CommitList, FactRow } from '../model/builds.ts';
import { countOf } from '../model/measures.ts';
import { foreign, html, type Markup } from './markup.ts';

/** What was compared: both builds and environments side by side. */
export function buildsSection({ facts, checkouts, commits }: Builds): Markup {
  const differing = checkouts.filter(({ differs }) => differs).length;
  return html`<section id="builds"><h2>Builds</h2>
${facts.length > 0 ? factTable('Fact', facts) : html`<p class="subtle">Nothing was built.</p>`}
${
  checkouts.length > 0 &&
  html`<details class="group"><summary>${countOf(checkouts.length, 'package or repository', 'packages and repositories')},
<b>${differing}</b> at another version</summary>${factTable('Package or repository', checkouts)}</details>`
}
${commits.length > 0 && commitLists(commits)}</section>`;
}

function commitLists(lists: readonly CommitList[]): Markup {
  const total = lists.reduce((sum, { commits, more }) => sum + commits.length + more, 0);
  return html`<details class="group"><summary>${countOf(total, 'commit')} in next and not in train,
in ${countOf(lists.length, 'repository', 'repositories')}</summary><div class="body">${lists.map(
    ({
      repo,
      commits,
      more,
    }) => html`<h3>${foreign(repo)} <span class="subtle">${commits.length + more}</span></h3>
<ul class="commits">${commits.map((commit) => html`<li>${foreign(commit)}</li>`)}${
      more > 0 && html`<li class="subtle">and ${more} older</li>`
    }</ul>`,
  )}</div></details>`;
}

function factTable(title: string, rows: readonly FactRow[]): Markup {
  return html`<table class="facts-table"><thead><tr><th scope="col">${title}</th><th scope="col">train</th><th scope="col">next</th></tr></thead>
<tbody>${rows.map(
    ({ name, train, next, differs }) =>
      html`<tr${differs && html` class="differs"`}><th scope="row">${foreign(name)}</th><td data-label="train">${foreign(train ?? '–')}</td><td data-label="next">${foreign(next ?? '–')}</td></tr>`,
  )}</tbody></table>`;
}
