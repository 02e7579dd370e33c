import { expect, test } from '../fixtures/browser-test.ts';

test('the history lists each revision with its author and summary, newest first', async ({ page, wiki }) => {
  const [user, sysop] = [await wiki().as('user'), await wiki().as('sysop')];
  const title = await user.createPage('One.');
  await sysop.edit(title, 'Two.', 'the second');
  await user.edit(title, 'Three.', 'the third');
  await page.goto(wiki().page(title));
  await page.getByRole('link', { name: 'View history' }).first().click();

  const revisions = page.locator('#pagehistory li');
  await expect(revisions).toHaveCount(3);
  await expect(revisions.locator('.mw-userlink')).toHaveText([user.name, sysop.name, user.name]);
  await expect(revisions.locator('.comment')).toContainText(['the third', 'the second', 'made for a test']);
});

test('an edit is undone from the history', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().as('user'));
  const title = await user.createPage('Good text.');
  const revision = await user.edit(title, 'Bad text.');
  await page.goto(wiki().page(title, { action: 'history' }));
  await page.getByRole('link', { name: 'undo' }).click();
  await expect(page.locator('#wpTextbox1')).toHaveValue('Good text.\n');
  await page.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.locator('.mw-parser-output')).toContainText('Good text.');
  const [newest] = await user.revisions(title);
  expect(newest?.content).toBe('Good text.');
  expect(newest?.comment).toContain(`Undo revision [[Special:Diff/${revision}|${revision}]]`);
});
