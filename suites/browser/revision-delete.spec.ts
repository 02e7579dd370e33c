import { expect, test } from '../fixtures/browser-test.ts';
import { newSuppressor } from '../fixtures/new-suppressor.ts';

test('a revision is hidden from the history, and strangers see that there was one', async ({
  page,
  wiki,
  signIn,
}) => {
  const [author, suppressor] = [await wiki().as('user'), await newSuppressor(wiki())];
  const title = await author.createPage('One.');
  const id = await author.edit(title, 'Two, a secret.', 'secret too');
  await author.edit(title, 'Three.');
  await signIn(suppressor);
  await page.goto(
    wiki().page('Special:RevisionDelete', { target: title, type: 'revision', [`ids[${id}]`]: '1' }),
  );
  await page.getByText('Revision text').first().scrollIntoViewIfNeeded();
  await page.locator('[name=wpHidePrimary]').first().check();
  await page.locator('[name=wpHideComment]').first().check();
  await page.getByRole('button', { name: /^Apply to/ }).click();
  await expect(page.getByText('Revision visibility updated.')).toBeVisible();

  await page.context().clearCookies();
  await page.goto(wiki().page(title, { action: 'history' }));
  const revisions = page.locator('#pagehistory li');
  await expect(revisions).toHaveCount(3);
  await expect(revisions.nth(1)).toContainText('edit summary removed');
  await expect(page.getByText('secret')).toHaveCount(0);
  const { status, html } = await wiki().receive(
    await wiki().anonymous(),
    wiki().page(title, { oldid: String(id) }),
  );
  expect(status).toBe(200);
  expect(html).not.toContain('a secret');
});
