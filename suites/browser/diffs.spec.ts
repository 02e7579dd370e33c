import { expect, test } from '../fixtures/browser-test.ts';

test('a diff marks what was taken away and what was added', async ({ page, wiki }) => {
  const user = await wiki().as('user');
  const title = await user.createPage('The cat sat on the mat.');
  await user.edit(title, 'The cat slept on the mat.');
  await page.goto(wiki().page(title, { action: 'history' }));
  await page.getByRole('button', { name: 'Compare selected revisions' }).first().click();

  await expect(page.locator('td.diff-deletedline del')).toHaveText('sat');
  await expect(page.locator('td.diff-addedline ins')).toHaveText('slept');
  await expect(page.locator('.diff-multi')).toHaveCount(0);
});

test('a diff over several revisions counts those between and leads to the one before', async ({
  page,
  wiki,
}) => {
  const user = await wiki().as('user');
  const title = await user.createPage('One line.');
  const from = await user.edit(title, 'One line.\n\nNew.');
  await user.edit(title, 'One line.\n\nNewer.');
  const to = await user.edit(title, 'One line.\n\nNewest.');
  await page.goto(wiki().page(`Special:Diff/${from}/${to}`));

  await expect(page.locator('.diff-multi')).toContainText('One intermediate revision');
  await expect(page.locator('td.diff-context').first()).toHaveText('One line.');
  await expect(page.locator('td.diff-addedline')).toHaveText('Newest.');
  await page.locator('#differences-prevlink').click();
  await expect(page.locator('td.diff-addedline').filter({ hasText: 'New.' })).toBeVisible();
  await expect(page.locator('.diff-multi')).toHaveCount(0);
});
