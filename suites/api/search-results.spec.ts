import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a result of a search shows the word that was searched for in its text', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const word = unique('needle').replace(' ', '');
  await editor.createPage(`Before it stands this, then ${word}, and after it that.`);

  const snippets = async () =>
    (await editor.list('search', { srsearch: word, srwhat: 'text' })).map(({ snippet }) => snippet);
  const marked = new RegExp(`then <span class=["']searchmatch["']>${word}</span>, and after`);
  await expect.poll(snippets).toEqual([expect.stringMatching(marked)]);
});
