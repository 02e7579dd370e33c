import { expect, test } from '../fixtures/api-test.ts';

test('the feed of a page’s history has an entry for each revision', async ({ wiki, request }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('One.');
  await editor.edit(title, 'Two.', 'the second');

  const feed = await request.get(wiki().page(title, { action: 'history', feed: 'atom' }));
  expect(feed.headers()['content-type']).toMatch(/xml/);
  const xml = await feed.text();
  expect(xml.match(/<entry>/g)).toHaveLength(2);
  expect(xml.trim()).toMatch(/<\/feed>$/);
});

test('the feed of recent changes lists a new page', async ({ wiki, request }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('Fresh.');

  await expect(async () => {
    const address = wiki().script('api.php?action=feedrecentchanges&feedformat=rss&limit=50');
    const feed = await request.get(address, { headers: { 'Cache-Control': 'no-cache' } });
    expect(feed.headers()['content-type']).toMatch(/xml/);
    expect(await feed.text()).toContain(`<title>${title}</title>`);
  }).toPass({ timeout: 30_000 });
});
