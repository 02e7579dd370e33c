import { expect, test } from '../fixtures/browser-test.ts';

test('the Hebrew wiki is written and laid out from right to left', async ({ page, wiki }) => {
  const rtl = wiki('testrtlwiki');
  const title = await (await rtl.as('user')).createPage('== כותרת ==\nטקסט בעברית.');
  await page.goto(rtl.page(title));

  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('html')).toHaveAttribute('lang', 'he');
  await expect(page.locator('#firstHeading')).toHaveCSS('direction', 'rtl');
  const [logo, userLinks] = [page.locator('.mw-logo'), page.locator('.vector-user-links')];
  expect((await logo.boundingBox())?.x).toBeGreaterThan((await userLinks.boundingBox())?.x ?? Infinity);
});
