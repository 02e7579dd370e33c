import { devices } from '@playwright/test';
import { expect, test } from '../fixtures/browser-test.ts';

const { userAgent } = devices['Pixel 7'] ?? {};
test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, ...(userAgent && { userAgent }) });

test('a phone gets the mobile skin, which fits its screen and opens its menu', async ({ page, wiki }) => {
  const user = await wiki().as('user');
  const title = await user.createPage('== A part ==\nSome text on a small screen.');
  await page.goto(wiki().page(title));

  await expect(page.locator('body')).toHaveClass(/skin-minerva/);
  await expect(page.getByText('Some text on a small screen.')).toBeVisible();
  const menu = page.locator('#mw-mf-page-left');
  await expect(menu.getByRole('link', { name: 'Random' })).not.toBeInViewport();
  const width = await page.locator('html').evaluate((html) => html.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await page.locator('#mw-mf-main-menu-button').click();
  await expect(menu.getByRole('link', { name: 'Random' })).toBeInViewport();
});

test('a phone shows images no wider than its screen', async ({ page, wiki }) => {
  const user = await wiki().as('user');
  const title = await user.createPage(
    '[[File:Evening sea.png|480px|alt=Sea]]\n[[File:Evening sea.png|thumb|Sea]]',
  );
  await page.goto(wiki().page(title));

  for (const image of await page.locator('#mw-content-text img').all()) {
    await expect(image).not.toHaveJSProperty('naturalWidth', 0);
    expect((await image.boundingBox())?.width).toBeLessThanOrEqual(390);
  }
});

test('the last edit of a mobile page leads to its history', async ({ page, wiki }) => {
  const user = await wiki().as('user');
  const title = await user.createPage('One.');
  await user.edit(title, 'Two.', 'the second');
  await page.goto(wiki().page(title));
  await page
    .getByRole('contentinfo')
    .getByRole('link', { name: /^Last edited/ })
    .click();

  await expect(page.getByText('the second')).toBeVisible();
  await expect(page.locator('#pagehistory li')).toHaveCount(2);
});
