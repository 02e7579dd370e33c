import { expect, test } from '../fixtures/browser-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a module that fails shows an error, which opens to tell more', async ({ page, wiki }) => {
  const editor = await wiki().as('user');
  const module = unique('Module:Broken');
  await editor.createPage("return { run = function () error( 'on purpose' ) end }", module);
  const title = await editor.createPage(`Before {{#invoke:${module.replace('Module:', '')}|run}} after.`);
  await page.goto(wiki().page(title));
  const error = page.locator('.scribunto-error').first();
  await expect(error).toContainText('on purpose');
  await expect(page.getByText('after.')).toBeVisible();

  const popup = page.locator('.oo-ui-popupWidget');
  // It listens when its script has come.
  await expect(async () => {
    await error.click();
    await expect(popup).toContainText('Backtrace:', { timeout: 1000 });
  }).toPass({ timeout: 15_000 });
});
