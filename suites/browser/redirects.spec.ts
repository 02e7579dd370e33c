import { expect, test } from '../fixtures/browser-test.ts';

test('a redirect leads to the section that it names, and says so', async ({ page, wiki }) => {
  const editor = await wiki().as('user');
  const target = await editor.createPage('<div style="height: 3000px"></div>\n== Pier ==\nLong.');
  const redirect = await editor.createPage(`#REDIRECT [[${target}#Pier]]`);
  await page.goto(wiki().page(redirect));

  await expect(page.getByRole('heading', { level: 1, name: target })).toBeAttached();
  await expect(page.getByRole('heading', { name: 'Pier' })).toBeInViewport();
  await expect(page).toHaveURL(new RegExp(`${target.replaceAll(' ', '_')}#Pier$`));
  const origin = page.locator('.mw-redirectedfrom').getByRole('link', { name: redirect });
  await origin.click();
  await expect(page.locator('.redirectText').getByRole('link')).toHaveText(`${target}#Pier`);
});
