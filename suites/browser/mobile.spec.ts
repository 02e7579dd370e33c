import { expect, test } from '../fixtures/browser-test.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test('the mobile skin fits a page to a telephone and opens its menu', async ({ page, wiki }) => {
  const user = await wiki().as('user');
  const title = await user.createPage('== A part ==\nSome text on a small screen.');
  await page.goto(wiki().page(title, { useskin: 'minerva' }));

  await expect(page.locator('body')).toHaveClass(/skin-minerva/);
  await expect(page.getByText('Some text on a small screen.')).toBeVisible();
  const menu = page.locator('#mw-mf-page-left');
  await expect(menu.getByRole('link', { name: 'Random' })).not.toBeInViewport();
  const width = await page.locator('html').evaluate((html) => html.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await page.locator('#mw-mf-main-menu-button').click();
  await expect(menu.getByRole('link', { name: 'Random' })).toBeInViewport();
});
