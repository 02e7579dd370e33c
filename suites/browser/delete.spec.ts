import { expect, test } from '../fixtures/browser-test.ts';

test('a page is deleted by form and restored', async ({ page, wiki, signIn }) => {
  const sysop = await signIn(await wiki().as('sysop'));
  const title = await sysop.createPage('Here today.');
  await page.goto(wiki().page(title, { action: 'delete' }));
  await page.getByRole('button', { name: 'Delete page' }).click();
  await expect(page.getByText(`"${title}" has been deleted.`)).toBeVisible();
  expect(await sysop.read(title)).toBeUndefined();

  await page.goto(wiki().page(`Special:Undelete/${title}`));
  await page.getByRole('button', { name: 'Undelete' }).click();
  await expect(page.getByText(`${title} has been undeleted`)).toBeVisible();
  expect(await sysop.read(title)).toBe('Here today.');
});
