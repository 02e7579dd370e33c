import { expect, test } from '../fixtures/browser-test.ts';

const wikitext = `'''Bold''' beginning.

{| class="wikitable"
! Head
|-
| {{ns:4}} || <!-- a note --> cell
|}

* one
* two

Last words.`;

test('the visual editor saves an edit and leaves all other wikitext alone', async ({
  page,
  wiki,
  signIn,
}) => {
  const user = await signIn(await wiki().newUser());
  const title = await user.createPage(wikitext);
  await page.goto(wiki().page(title, { veaction: 'edit' }));
  const surface = page.getByRole('textbox').and(page.locator('.ve-ce-documentNode'));
  await surface.getByText('Last words.').click();
  await expect(page.locator('.ve-ce-surface-focused')).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.type(' And one more.');
  await page.getByRole('button', { name: 'Save…' }).click();

  const dialog = page.locator('.ve-ui-mwSaveDialog');
  await dialog.getByRole('combobox').fill('by the visual editor');
  await dialog.getByRole('button', { name: 'Save changes' }).click();
  await expect(surface).toHaveCount(0);
  await expect(page.locator('#mw-content-text')).toContainText('Last words. And one more.');
  const [newest] = await user.revisions(title);
  expect(newest).toMatchObject({ comment: 'by the visual editor', content: `${wikitext} And one more.` });
});
