import { randomBytes } from 'node:crypto';
import { XMLValidator } from 'fast-xml-parser';
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

test('the feeds of a user’s contributions are well-formed and have each of them', async ({
  wiki,
  request,
}) => {
  const author = await wiki().newUser();
  const titles = [await author.createPage('A & B'), await author.createPage('<b>bold</b>')];
  for (const [feedformat, entry] of [
    ['rss', 'item'],
    ['atom', 'entry'],
  ] as const) {
    const query = new URLSearchParams({ action: 'feedcontributions', user: author.name, feedformat });
    const xml = await (await request.get(wiki().script(`api.php?${query}`))).text();
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml.match(new RegExp(`<${entry}>`, 'g'))).toHaveLength(titles.length);
    for (const title of titles) expect(xml).toContain(`<title>${title}</title>`);
  }
});

test('the feed of new pages leads to them', async ({ wiki, request }) => {
  const title = await (await wiki().as('user')).createPage('Quite new.');
  await expect(async () => {
    const address = wiki().page('Special:NewPages', { feed: 'atom', limit: '50' });
    const xml = await (await request.get(address)).text();
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml).toMatch(new RegExp(`<title>${title}</title>\\s*<link [^>]*href="${wiki().origin}/`));
  }).toPass();
});

test('a watchlist’s feed opens with its owner’s token and with no other', async ({ wiki, request }) => {
  const [owner, editor] = [await wiki().newUser(), await wiki().as('user')];
  const title = await editor.createPage('Watched.');
  await owner.watch(title);
  await editor.edit(title, 'Watched and changed.');
  const token = randomBytes(20).toString('hex');
  await owner.act({ action: 'options', optionname: 'watchlisttoken', optionvalue: token });
  const feed = async (wltoken: string) => {
    const asked = { action: 'feedwatchlist', wlowner: owner.name, wltoken, feedformat: 'atom' };
    return (await request.get(wiki().script(`api.php?${new URLSearchParams(asked)}`))).text();
  };
  await expect.poll(() => feed(token)).toContain(`<title>${title}</title>`);
  expect(await feed(token.replace(/./g, '0'))).not.toContain(title);
});
