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

test('a new topic is begun on a talk page', async ({ page, wiki, signIn }) => {
  const [other, user] = [await wiki().as('user'), await signIn(await wiki().newUser())];
  const title = await other.createPage('== Old topic ==\nSaid long ago. ~~~~', unique('Talk:Subject'));
  await page.goto(wiki().page(title));
  await page.getByRole('link', { name: 'Add topic' }).first().click();
  const topic = page.locator('.ext-discussiontools-ui-newTopic');
  await topic.getByRole('textbox', { name: 'Subject' }).fill('New topic');
  await topic.locator('.ve-ce-documentNode').click();
  await topic.locator('.ve-ce-surface-focused .ve-ce-documentNode').pressSequentially('A question.');
  await topic.getByRole('button', { name: 'Add topic', exact: true }).click();

  await expect(topic).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 2, name: 'New topic' })).toBeVisible();
  expect(await other.read(title)).toMatch(
    new RegExp(`^== Old topic ==\nSaid.*\n\n== New topic ==\n\nA question\\. \\[\\[User:${user.name}\\|`),
  );
});
