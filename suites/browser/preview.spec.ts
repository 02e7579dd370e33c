import { expect, test } from '../fixtures/browser-test.ts';

test('a preview shows the text as it would be and saves nothing', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().as('user'));
  const title = await user.createPage('Saved text.');
  await page.goto(wiki().page(title, { action: 'edit' }));
  await page.locator('#wpTextbox1').fill("''Slanted'' text.");
  await page.getByRole('button', { name: 'Show preview' }).click();

  await expect(page.locator('#wikiPreview i')).toHaveText('Slanted');
  await expect(page.locator('#wikiPreview')).toContainText('this is only a preview');
  await expect(page.locator('#wpTextbox1')).toHaveValue(/^''Slanted'' text\.\n?$/);
  expect(await user.read(title)).toBe('Saved text.');
});
