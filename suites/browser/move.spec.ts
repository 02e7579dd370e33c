import { expect, test } from '../fixtures/browser-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a page is moved by form and its old title leads to the new one', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().as('user'));
  const title = await user.createPage('It moves.');
  const newTitle = unique('Moved');
  await page.goto(wiki().page(`Special:MovePage/${title}`));
  await page.locator('#wpNewTitleMain input').fill(newTitle);
  await page.getByRole('button', { name: 'Move page' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Move succeeded' })).toBeVisible();

  await page.goto(wiki().page(title));
  await expect(page.getByRole('heading', { level: 1, name: newTitle })).toBeVisible();
  await expect(page.getByText(`Redirected from ${title}`)).toBeVisible();
});
