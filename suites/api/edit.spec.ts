import { expect, test } from '../fixtures/api-test.ts';

test('an edit replaces the text and keeps the old revision', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('The old text.');
  await editor.edit(title, 'The new text.', 'a change');

  expect(await editor.read(title)).toBe('The new text.');
  expect(await editor.revisions(title)).toMatchObject([
    { user: editor.name, comment: 'a change', content: 'The new text.' },
    { user: editor.name, content: 'The old text.' },
  ]);
});

test('an edit that is based on an overtaken revision is refused', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('One line.');
  const base = String(await editor.edit(title, 'The line of somebody else.'));
  await editor.edit(title, 'The line of a third person.');

  const overtaken = { action: 'edit', title, text: 'A late line.', baserevid: base };
  await expect(editor.act(overtaken)).rejects.toThrow(/^editconflict/);
});
