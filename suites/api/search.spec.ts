import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';

const found = z.object({ query: z.object({ search: z.array(z.object({ title: z.string() })) }) });

test('a page is found by a word of its text', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const word = `word${randomBytes(5).toString('hex')}`;
  const title = await editor.createPage(`Nobody else writes ${word} here.`);

  await expect(async () => {
    const { query } = await editor.ask(found, {
      action: 'query',
      list: 'search',
      srsearch: word,
      srwhat: 'text',
    });
    expect(query.search).toMatchObject([{ title }]);
  }).toPass();
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
