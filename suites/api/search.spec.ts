import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import type { Session } from '../fixtures/session.ts';
import { unique } from '../fixtures/unique.ts';

/** One word that stands nowhere else. */
function needle(): string {
  return unique('needle').replace(' ', '');
}

/** Titles of the pages whose text has a word. */
async function titlesWith(session: Session, word: string, more: Readonly<Record<string, string>> = {}) {
  const found = await session.list('search', { srsearch: word, srwhat: 'text', ...more });
  return found.map(({ title }) => title);
}

test('a page is found by a word of its text', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const word = needle();
  const title = await editor.createPage(`Nobody else writes ${word} here.`);

  await expect.poll(() => titlesWith(editor, word)).toEqual([title]);
  expect(await titlesWith(editor, word.toUpperCase())).toEqual([title]);
});

test('after an edit a page is found by its new words and no longer by the old', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const [before, after] = [needle(), needle()];
  const title = await editor.createPage(`It says ${before} here.`);
  await expect.poll(() => titlesWith(editor, before)).toEqual([title]);

  await editor.edit(title, `It says ${after} here.`);
  await expect.poll(() => titlesWith(editor, after)).toEqual([title]);
  await expect.poll(() => titlesWith(editor, before)).toEqual([]);
});

test('a deleted page is not found, and a moved one by its new title', async ({ wiki }) => {
  const [sysop, word] = [await wiki().as('sysop'), needle()];
  const [gone, moved] = [await sysop.createPage(`Gone: ${word}.`), await sysop.createPage(`Moved: ${word}.`)];
  await expect.poll(() => titlesWith(sysop, word)).toHaveLength(2);

  const target = unique('Moved');
  await sysop.act({ action: 'delete', title: gone });
  await sysop.act({ action: 'move', from: moved, to: target, noredirect: '1' });
  await expect.poll(() => titlesWith(sysop, word)).toEqual([target]);
});

test('all words have to be there, and a search keeps to its namespaces', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const [one, other] = [needle(), needle()];
  const both = await editor.createPage(`${one} and ${other}`);
  const talk = await editor.createPage(`${one} alone`, `Talk:${both}`);
  const everywhere = { srnamespace: '0|1' };
  await expect
    .poll(async () => (await titlesWith(editor, one, everywhere)).toSorted())
    .toEqual([both, talk].toSorted());

  expect(await titlesWith(editor, `${one} ${other}`, everywhere)).toEqual([both]);
  expect(await titlesWith(editor, one)).toEqual([both]);
  expect(await titlesWith(editor, one, { srnamespace: '1' })).toEqual([talk]);
});

test('a Hebrew word is found', async ({ wiki }) => {
  const editor = await wiki('testrtlwiki').as('user');
  const word = Array.from({ length: 12 }, () => String.fromCharCode(0x5d0 + Math.random() * 22)).join('');
  const title = await editor.createPage(`המילה ${word} כאן.`);
  await expect.poll(() => titlesWith(editor, word)).toEqual([title]);
});

test('a page is suggested by the beginning of its title', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('To be suggested.');

  const suggestions = z.tuple([z.string(), z.array(z.string())]).rest(z.unknown());
  await expect(async () => {
    const [, titles] = await editor.ask(suggestions, { action: 'opensearch', search: title.slice(0, -2) });
    expect(titles).toEqual([title]);
  }).toPass();
});

test('the exact title leads to the page, any other to the results', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('To go to.');
  const search = (words: string) =>
    wiki().receive(editor, wiki().page('Special:Search', { search: words, go: 'Go' }));
  expect((await search(title)).status).toBe(302);

  const { status, html } = await search(`${title} and more`);
  expect(status).toBe(200);
  expect(html).toContain('class="mw-search-createlink"');
});
