import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a moved page keeps its history and leaves a redirect', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const from = await editor.createPage('It moves.');
  const to = unique('Moved');
  await editor.act({ action: 'move', from, to, reason: 'a better name' });

  expect(await editor.read(to)).toBe('It moves.');
  expect(await editor.read(from)).toBe(`#REDIRECT [[${to}]]`);
  const history = await editor.revisions(to);
  expect(history.map(({ content }) => content)).toEqual(['It moves.', 'It moves.']);
});
