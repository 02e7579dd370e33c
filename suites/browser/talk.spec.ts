import { expect, test } from '../fixtures/browser-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a reply is added below the comment that it answers', async ({ page, wiki, signIn }) => {
  const [asker, replier] = [await wiki().as('user'), await signIn(await wiki().newUser())];
  const title = await asker.createPage('== A question ==\nWhat do you think? ~~~~', unique('Talk:Subject'));
  await page.goto(wiki().page(title));
  await page.getByRole('button', { name: 'Reply' }).first().click();
  const widget = page.locator('.ext-discussiontools-ui-replyWidget');
  // The editor takes the focus itself once it listens.
  await widget.locator('.ve-ce-surface-focused .ve-ce-documentNode').pressSequentially('A good idea.');
  await widget.getByRole('button', { name: 'Reply', exact: true }).click();

  await expect(widget).toHaveCount(0);
  await expect(page.locator('#mw-content-text dd')).toContainText('A good idea.');
  expect(await asker.read(title)).toMatch(
    new RegExp(`What do you think\\?.*\\s+:A good idea\\. \\[\\[User:${replier.name}\\|`),
  );
});
