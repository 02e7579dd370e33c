import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';

const watched = z.object({
  query: z.object({ watchlist: z.array(z.object({ title: z.string(), user: z.string() })) }),
});

test('the watchlist shows the changes that others make to a watched page', async ({ wiki }) => {
  const [watcher, editor] = [await wiki().newUser(), await wiki().as('user')];
  const [watchedPage, otherPage] = [
    await editor.createPage('Watched.'),
    await editor.createPage('Not watched.'),
  ];
  await watcher.watch(watchedPage);
  await editor.edit(watchedPage, 'Watched and changed.');

  const question = { action: 'query', list: 'watchlist', wlprop: 'title|user' };
  await expect(async () => {
    const { query } = await watcher.ask(watched, question);
    expect(query.watchlist).toContainEqual({ title: watchedPage, user: editor.name });
    expect(query.watchlist.map(({ title }) => title)).not.toContain(otherPage);
  }).toPass();
});
