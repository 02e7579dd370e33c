import { expect, test } from '../fixtures/api-test.ts';
import type { Session } from '../fixtures/session.ts';
import { unique } from '../fixtures/unique.ts';

async function titles(session: Session, list: string, parameters: Readonly<Record<string, string>>) {
  return (await session.list(list, parameters)).map(({ title }) => title);
}

test('what links here tells links, redirects and inclusions apart, until they go', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const target = await editor.createPage('The target.');
  const link = await editor.createPage(`[[${target}]]`);
  const redirect = await editor.createPage(`#REDIRECT [[${target}]]`);
  const inclusion = await editor.createPage(`{{:${target}}}`);
  const links = (filter: string) => titles(editor, 'backlinks', { bltitle: target, blfilterredir: filter });
  await expect.poll(() => links('nonredirects')).toEqual([link]);
  await expect.poll(() => links('redirects')).toEqual([redirect]);
  await expect.poll(() => titles(editor, 'embeddedin', { eititle: target })).toEqual([inclusion]);

  await editor.edit(link, 'No link any more.');
  await expect.poll(() => links('nonredirects')).toEqual([]);
});

test('the page of links shows what links and how, and leaves out what it is told to', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const target = await editor.createPage('The target.');
  const link = await editor.createPage(`[[${target}]]`);
  const redirect = await editor.createPage(`#REDIRECT [[${target}]]`);
  const page = async (query: Readonly<Record<string, string>>) => {
    const address = wiki().page(`Special:WhatLinksHere/${target}`, query);
    const { html } = await wiki().receive(editor, address);
    return [link, redirect].filter((title) => html.includes(`title="${title}"`));
  };
  await expect.poll(() => page({})).toEqual([link, redirect]);
  expect(await page({ hideredirs: '1' })).toEqual([link]);
  expect(await page({ hidelinks: '1' })).toEqual([redirect]);
});

test('a link through a redirect counts for its target', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const target = await editor.createPage('The target.');
  const redirect = await editor.createPage(`#REDIRECT [[${target}]]`);
  const link = await editor.createPage(`[[${redirect}]]`);
  const page = wiki().page(`Special:WhatLinksHere/${target}`);
  await expect.poll(async () => (await wiki().receive(editor, page)).html).toContain(`title="${link}"`);
});

test('pages are listed by prefix, and by category', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const [root, category] = [unique('Root'), unique('Category:Kind')];
  const subpages = [`${root}/Apple`, `${root}/Pear`];
  for (const title of subpages) await editor.edit(title, `A fruit. [[${category}]]`);
  expect(await titles(editor, 'allpages', { apprefix: `${root}/` })).toEqual(subpages);
  await expect.poll(() => titles(editor, 'categorymembers', { cmtitle: category })).toEqual(subpages);
  const { html } = await wiki().receive(editor, wiki().page(`Special:PrefixIndex/${root}`));
  expect(subpages.filter((title) => html.includes(`title="${title}"`))).toEqual(subpages);
});

test('a link to a page that is not there makes it wanted', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const missing = unique('Missing');
  await editor.createPage(`[[${missing}]]`);
  const { html } = await wiki().receive(editor, wiki().page(missing));
  expect(html).toContain('noarticletext');
  await expect.poll(() => titles(editor, 'backlinks', { bltitle: missing })).toHaveLength(1);
});
