import { expect, test } from '../fixtures/api-test.ts';

test('the watchlist shows the changes that others make to a watched page', async ({ wiki }) => {
  const [watcher, editor] = [await wiki().newUser(), await wiki().as('user')];
  const [watchedPage, otherPage] = [
    await editor.createPage('Watched.'),
    await editor.createPage('Not watched.'),
  ];
  await watcher.watch(watchedPage);
  await editor.edit(watchedPage, 'Watched and changed.');

  const changes = () => watcher.list('watchlist', { wlprop: 'title|user' });
  await expect
    .poll(changes)
    .toContainEqual(expect.objectContaining({ title: watchedPage, user: editor.name }));
  expect(await changes()).not.toContainEqual(expect.objectContaining({ title: otherPage }));
});
