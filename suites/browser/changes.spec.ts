import { expect, test } from '../fixtures/browser-test.ts';

test('recent changes shows an edit with its author and summary', async ({ page, wiki }) => {
  const user = await wiki().as('user');
  const title = await user.createPage('Old.');
  await user.edit(title, 'New.', 'freshly changed');
  await expect.poll(() => user.list('recentchanges', { rctitle: title })).toHaveLength(2);
  await page.goto(wiki().page('Special:RecentChanges'));

  const change = page.locator('.mw-changeslist-line', { hasText: title }).first();
  await expect(change).toContainText('freshly changed');
  await expect(change.locator('.mw-userlink').first()).toHaveText(user.name);
});

test('the list of contributions shows what a user did', async ({ page, wiki }) => {
  const user = await wiki().newUser();
  const [first, second] = [await user.createPage('One.'), await user.createPage('Two.')];
  await expect.poll(() => user.list('usercontribs', { ucuser: user.name })).toHaveLength(2);
  await page.goto(wiki().page(`Special:Contributions/${user.name}`));

  await expect(page.locator('.mw-contributions-list .mw-contributions-title')).toHaveText([second, first]);
});
