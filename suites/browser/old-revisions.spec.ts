import { expect, test } from '../fixtures/browser-test.ts';

test('an old revision names its author and leads to the older and the latest one', async ({ page, wiki }) => {
  const user = await wiki().as('user');
  const title = await user.createPage('The first text.');
  const second = await user.edit(title, 'The second text.');
  await user.edit(title, 'The third text.');
  await page.goto(wiki().page(title, { oldid: `${second}` }));
  const text = page.locator('#mw-content-text');
  const notice = page.locator('.mw-revision');

  await expect(text).toContainText('The second text.');
  await expect(notice.getByRole('link', { name: user.name, exact: true })).toBeVisible();
  await notice.getByRole('link', { name: 'Older revision' }).click();
  await expect(text).toContainText('The first text.');
  await notice.getByRole('link', { name: 'Latest revision' }).click();
  await expect(text).toContainText('The third text.');
});

test('the permanent link of a page keeps its text', async ({ page, wiki }) => {
  const user = await wiki().as('user');
  const title = await user.createPage('The text as it was.');
  await page.goto(wiki().page(title, { useskin: 'vector' }));
  await user.edit(title, 'Something else.');
  await page.getByRole('link', { name: 'Permanent link' }).click();

  await expect(page).toHaveURL(/[?&]oldid=\d+$/);
  await expect(page.locator('#mw-content-text')).toContainText('The text as it was.');
});
