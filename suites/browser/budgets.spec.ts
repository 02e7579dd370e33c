import { expect, test } from '../fixtures/browser-test.ts';
import { attachBudget, measureBrowser, measureServer } from '../fixtures/budget.ts';

/** The same pages in every run: another list makes another series of numbers. */
const pages = [
  { name: 'main page', dbname: 'testwiki', title: 'Main Page' },
  { name: 'article', dbname: 'testwiki', title: 'Harbour' },
  { name: 'article from right to left', dbname: 'testrtlwiki', title: 'Harbour' },
  { name: 'page of templates', dbname: 'testwiki', title: 'Templates' },
  { name: 'file', dbname: 'testcommonswiki', title: 'File:Evening sea.png' },
  { name: 'history', dbname: 'testwiki', title: 'Harbour', query: { action: 'history' } },
  { name: 'editor', dbname: 'testwiki', title: 'Harbour', query: { action: 'edit' } },
  { name: 'recent changes', dbname: 'testwiki', title: 'Special:RecentChanges', query: { limit: '50' } },
  { name: 'search results', dbname: 'testwiki', title: 'Special:Search', query: { search: 'harbour' } },
] as const;

for (const { name, dbname, title, ...rest } of pages) {
  test(`the cost of the ${name} is recorded`, async ({ wiki, page, request }, info) => {
    const address = wiki(dbname).page(title, 'query' in rest ? rest.query : {});
    const server = await measureServer(request, name, address);
    const measured = [...server, ...(await measureBrowser(page, name, address))];
    await attachBudget(info, measured);
    for (const { measure, value } of measured) expect(value, measure).toBeGreaterThan(0);
    const [transferred = 0, loader = 0] = measured.slice(server.length).map(({ value }) => value);
    expect(loader, 'what comes by load.php is a part of all').toBeLessThan(transferred);
  });
}

test('the cost of parsing without a cache is recorded', async ({ wiki, request }, info) => {
  const parse = {
    action: 'parse',
    contentmodel: 'wikitext',
    format: 'json',
    text: '{{:Templates}}{{:Tables}}',
  };
  const address = wiki().script(`api.php?${new URLSearchParams(parse)}`);
  const measured = await measureServer(request, 'parsing', address);
  await attachBudget(info, measured);
  for (const { measure, value } of measured) expect(value, measure).toBeGreaterThan(0);
});
