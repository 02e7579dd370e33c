import { expect, test } from '../fixtures/browser-test.ts';

test('a password for a bot does what it was granted and no more', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().newUser());
  await page.goto(wiki().page('Special:BotPasswords'));
  await page.getByLabel('Bot name').fill('tool');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  // The page's script makes the boxes anew, and unchecked.
  await expect(page.locator('.mw-htmlform-autoinfuse:not([data-ooui=""])')).toHaveCount(0);
  await page.locator('input[value="grant-editpage"]').check();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.locator('main')).toContainText(/ is [a-z0-9]{32}/);
  const [text = ''] = await page.locator('main').allInnerTexts();
  const [, password = ''] = text.match(/ is ([a-z0-9]{32})/) ?? [];

  const title = await user.createPage('Before.');
  const bot = await wiki().logIn(`${user.name}@tool`, password);
  await bot.edit(title, 'After.');
  expect((await user.revisions(title))[0]).toMatchObject({ user: user.name, content: 'After.' });
  await expect(bot.createPage('New.')).rejects.toThrow(/permissiondenied|nocreate|cantcreate/);
});
