import { expect, test } from '../fixtures/browser-test.ts';

test('the last edits of one person are rolled back from the history', async ({ page, wiki, signIn }) => {
  const [user, sysop] = [await wiki().as('user'), await signIn(await wiki().as('sysop'))];
  const title = await sysop.createPage('Good text.');
  await user.edit(title, 'Bad text.');
  await user.edit(title, 'Worse text.');
  await page.goto(wiki().page(title, { action: 'history' }));
  await page.getByRole('link', { name: /rollback:? 2 edits/ }).click();

  await expect(page.getByText(`Reverted edits by ${user.name}`).first()).toBeVisible();
  const [newest] = await sysop.revisions(title);
  expect(newest).toMatchObject({ user: sysop.name, content: 'Good text.' });
});
