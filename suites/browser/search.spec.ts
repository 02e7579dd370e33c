import { expect, test } from '../fixtures/browser-test.ts';
import { unique } from '../fixtures/unique.ts';

test('the search box suggests a page and leads to it', async ({ page, wiki }) => {
  const user = await wiki().as('user');
  const title = await user.createPage('To be found.');
  await page.goto(wiki().page('Main Page'));
  await page.getByRole('searchbox').first().focus();
  // The box is replaced when its script arrives.
  const box = page.locator('.cdx-typeahead-search').getByRole('combobox');
  await box.fill(title.slice(0, -1));
  await page.getByRole('option', { name: title }).click();

  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
});

test('the search results show a page that has the word, with its text', async ({ page, wiki }) => {
  const user = await wiki().as('user');
  const word = unique('needle').replace(' ', '');
  const title = await user.createPage(`Some hay, a ${word}, and more hay.`);
  await expect.poll(() => user.list('search', { srsearch: word, srwhat: 'text' })).toHaveLength(1);
  await page.goto(wiki().page('Special:Search', { search: word, fulltext: '1' }));

  const result = page.locator('.mw-search-result', { hasText: title });
  await expect(result.locator('.searchmatch')).toHaveText(word);
});
