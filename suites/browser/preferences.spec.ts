import { expect, test } from '../fixtures/browser-test.ts';

test('a preference is saved and read back', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().newUser());
  await page.goto(wiki().page('Special:Preferences'));
  await page.getByLabel('New signature').fill('The signer');
  // The button waits for a change, which a field reports when it is left.
  await page.getByLabel('New signature').blur();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Your preferences have been saved.')).toBeVisible();

  await page.reload();
  await expect(page.getByLabel('New signature')).toHaveValue('The signer');
  const talk = await user.createPage('~~~', `User talk:${user.name}`);
  expect(await user.read(talk)).toContain('|The signer]]');
});
