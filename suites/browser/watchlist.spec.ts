import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/browser-test.ts';

test('a page is watched, shown in the watchlist when it changes, and unwatched', async ({
  page,
  wiki,
  signIn,
}) => {
  const [user, editor] = [await signIn(await wiki().newUser()), await wiki().as('user')];
  const title = await editor.createPage('To be watched.');
  await page.goto(wiki().page(title));
  await scriptIsReady(page);
  await page.locator('#ca-watch a').click();
  await expect(page.locator('#ca-unwatch a')).toBeVisible();

  await editor.edit(title, 'Changed.', 'look here');
  const changes = () => user.list('watchlist', { wlprop: 'title|comment' });
  await expect.poll(changes).toContainEqual(expect.objectContaining({ title, comment: 'look here' }));
  await page.goto(wiki().page('Special:Watchlist'));
  await expect(page.locator('.mw-changeslist-line', { hasText: title })).toContainText('look here');

  await page.goto(wiki().page(title));
  await scriptIsReady(page);
  await page.locator('#ca-unwatch a').click();
  await expect(page.locator('#ca-watch a')).toBeVisible();
  expect(await user.isWatching(title)).toBe(false);
});

/** Before it is, the link leads to another page that asks once more. */
async function scriptIsReady(page: Page): Promise<void> {
  await page.waitForFunction("window.mw?.loader?.getState('mediawiki.page.watch.ajax') === 'ready'");
}
