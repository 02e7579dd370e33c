import { expect, test } from '../fixtures/browser-test.ts';

test('a page is protected by form, and then shows its source to those who may not edit', async ({
  page,
  wiki,
  signIn,
}) => {
  const [sysop, newcomer] = [await signIn(await wiki().as('sysop')), await wiki().as('newcomer')];
  const title = await sysop.createPage('Guarded.');
  await page.goto(wiki().page(title, { action: 'protect' }));
  await page.locator('#mwProtect-level-edit').getByRole('combobox').click();
  await page.getByRole('option', { name: 'Allow only administrators' }).first().click();
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.locator('#mw-content-text')).toContainText('Guarded.');
  await expect(newcomer.edit(title, 'Mine now.')).rejects.toThrow(/^protectedpage/);

  await page.context().clearCookies();
  await page.goto(wiki().page(title, { action: 'edit' }));
  await expect(page.getByRole('heading', { level: 1, name: `View source for ${title}` })).toBeVisible();
  await expect(page.locator('#wpTextbox1')).toHaveJSProperty('readOnly', true);
  await expect(page.locator('#wpTextbox1')).toHaveValue('Guarded.\n');
});
