import { expect, test } from '../fixtures/browser-test.ts';

const ships = `{| class="wikitable sortable"
! Name !! Tons !! Built
|-
| Beta || 1,200 || 12 April 1901
|-
| Alpha || 85 || 2 November 1950
|-
| Gamma || 12,500 || 30 January 1899
|}`;

test('a table is sorted by words, numbers and dates, and the other way round', async ({ page, wiki }) => {
  const title = await (await wiki().as('user')).createPage(ships);
  await page.goto(wiki().page(title));
  const names = page.locator('table.sortable tbody tr td:first-child');

  for (const [column, order] of [
    ['Name', ['Alpha', 'Beta', 'Gamma']],
    ['Tons', ['Alpha', 'Beta', 'Gamma']],
    ['Tons', ['Gamma', 'Beta', 'Alpha']],
    ['Built', ['Gamma', 'Beta', 'Alpha']],
  ] as const) {
    await page.getByRole('columnheader', { name: column }).click();
    await expect(names).toHaveText(order);
  }
});

test('what is collapsed unfolds and folds again', async ({ page, wiki }) => {
  const text = '{| class="wikitable mw-collapsible mw-collapsed"\n! Head\n|-\n| Found it.\n|}';
  const title = await (await wiki().as('user')).createPage(text);
  await page.goto(wiki().page(title));
  const [cell, toggle] = [page.getByText('Found it.'), page.locator('.mw-collapsible-toggle')];

  await expect(cell).toBeHidden();
  await toggle.click();
  await expect(cell).toBeVisible();
  await toggle.click();
  await expect(cell).toBeHidden();
});
