import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { passSecond } from '../fixtures/pass-second.ts';
import type { Session } from '../fixtures/session.ts';

/** Titles of the edits that a watchlist shows; its owner's new user page is in it for the account's log entry. */
async function changes(session: Session, filter: Readonly<Record<string, string>> = {}) {
  return (await session.list('watchlist', { wltype: 'edit|new', ...filter })).map(({ title }) => title);
}

test('the watchlist shows the changes that others make to a watched page', async ({ wiki }) => {
  const [watcher, editor] = [await wiki().newUser(), await wiki().as('user')];
  const [watchedPage, otherPage] = [
    await editor.createPage('Watched.'),
    await editor.createPage('Not watched.'),
  ];
  await watcher.watch(watchedPage);
  await editor.edit(watchedPage, 'Watched and changed.');

  const seen = () => watcher.list('watchlist', { wlprop: 'title|user' });
  await expect.poll(seen).toContainEqual(expect.objectContaining({ title: watchedPage, user: editor.name }));
  expect(await seen()).not.toContainEqual(expect.objectContaining({ title: otherPage }));
});

test('a watched page takes its talk page with it, wherever it is moved', async ({ wiki }) => {
  const [watcher, sysop] = [await wiki().newUser(), await wiki().as('sysop')];
  const title = await sysop.createPage('Watched.');
  await watcher.watch(title);
  const target = `${title} moved`;
  await sysop.act({ action: 'move', from: title, to: target, noredirect: '1' });
  await sysop.edit(`Talk:${target}`, 'A remark.');
  await expect.poll(() => watcher.isWatching(target)).toBe(true);
  await expect.poll(() => changes(watcher)).toContain(`Talk:${target}`);
});

test('a change is new to a watcher until it was visited', async ({ wiki }) => {
  const [watcher, editor] = [await wiki().newUser(), await wiki().as('user')];
  const title = await editor.createPage('Watched.');
  await watcher.watch(title);
  await editor.edit(title, 'Changed.');
  const unread = () => changes(watcher, { wlshow: 'unread' });
  await expect.poll(unread).toEqual([title]);

  // A visit in the same second may have been before the change.
  await passSecond(watcher);
  await wiki().receive(watcher, wiki().page(title));
  await expect.poll(unread).toEqual([]);
  await expect.poll(() => changes(watcher)).toContain(title);
});

test('the watchlist leaves out what its owner did and what it is told to', async ({ wiki }) => {
  const [watcher, bot] = [await wiki().newUser(), await wiki().as('bot')];
  const title = await watcher.createPage('Mine.');
  const other = await watcher.createPage('Mine, too.');
  await watcher.watch(title);
  await watcher.watch(other);
  await bot.act({ action: 'edit', title, text: 'By a bot.', bot: '1' });
  await expect.poll(async () => (await changes(watcher)).toSorted()).toEqual([title, other].toSorted());
  expect(await changes(watcher, { wlshow: '!bot' })).toEqual([other]);
  expect(await changes(watcher, { wlexcludeuser: watcher.name })).toEqual([title]);
});

test('the raw watchlist has a line for each page', async ({ wiki }) => {
  const [watcher, editor] = [await wiki().newUser(), await wiki().as('user')];
  const [kept, dropped] = [await editor.createPage('One.'), await editor.createPage('Two.')];
  await watcher.watch(kept);
  await watcher.watch(dropped);
  const list = wiki().page('Special:EditWatchlist/raw');
  const lines = async () => {
    const { html } = await wiki().receive(watcher, list);
    return (
      html
        .match(/<textarea[^>]*>([^<]*)/)?.[1]
        ?.trim()
        .split('\n') ?? []
    );
  };
  expect(await lines()).toEqual(expect.arrayContaining([kept, dropped]));

  await watcher.ask(z.object({}), {
    action: 'watch',
    titles: dropped,
    unwatch: '1',
    token: await watcher.token('watch'),
  });
  expect(await lines()).toContain(kept);
  expect(await lines()).not.toContain(dropped);
});
