import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a page is found by a word of its text', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const word = unique('needle').replace(' ', '');
  const title = await editor.createPage(`Nobody else writes ${word} here.`);

  await expect
    .poll(() => editor.list('search', { srsearch: word, srwhat: 'text' }))
    .toMatchObject([{ title }]);
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
