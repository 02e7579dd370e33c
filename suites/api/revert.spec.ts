import { expect, test } from '../fixtures/api-test.ts';

const text = 'First line.\n\nSecond line.\n\nThird line.';

test('an edit is undone and later edits of other lines stay', async ({ wiki }) => {
  const [vandal, editor] = [await wiki().as('user'), await wiki().as('sysop')];
  const title = await vandal.createPage(text);
  const bad = await vandal.edit(title, text.replace('First', 'Worst'));
  await editor.edit(title, text.replace('First', 'Worst').replace('Third', 'Last'));
  await editor.act({ action: 'edit', title, undo: String(bad) });

  const [newest] = await editor.revisions(title);
  expect(newest?.content).toBe('First line.\n\nSecond line.\n\nLast line.');
  expect(newest?.comment).toContain(`Undo revision [[Special:Diff/${bad}|${bad}]]`);
});

test('an edit is not undone when a later one changed the same line', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage(text);
  const bad = await editor.edit(title, text.replace('First', 'Worst'));
  await editor.edit(title, text.replace('First', 'Quite another'));

  const undo = editor.act({ action: 'edit', title, undo: String(bad) });
  await expect(undo).rejects.toThrow(/^undofailure/);
  expect(await editor.revisions(title)).toHaveLength(3);
});

test('a rollback takes back all the last edits of one person, as one minor edit', async ({ wiki }) => {
  const [author, vandal, sysop] = [
    await wiki().as('user'),
    await wiki().as('newcomer'),
    await wiki().as('sysop'),
  ];
  const title = await author.createPage(text);
  await vandal.edit(title, 'Bad.');
  await vandal.edit(title, 'Worse.');
  await sysop.act({
    action: 'rollback',
    title,
    user: vandal.name,
    token: await sysop.token('rollback'),
  });

  const revisions = await sysop.revisions(title);
  expect(revisions.map(({ content }) => content)).toEqual([text, 'Worse.', 'Bad.', text]);
  expect(revisions[0]?.comment).toContain(`[[Special:Contributions/${vandal.name}|`);
  expect(revisions[0]?.user).toBe(sysop.name);
});

test('there is no rollback of a page’s only author, nor of one who was overtaken', async ({ wiki }) => {
  const [author, sysop] = [await wiki().as('user'), await wiki().as('sysop')];
  const title = await author.createPage(text);
  const rollback = { action: 'rollback', title, user: author.name };
  const token = await sysop.token('rollback');
  await expect(sysop.act({ ...rollback, token })).rejects.toThrow(/^onlyauthor/);
  await sysop.edit(title, 'Better.');
  await expect(sysop.act({ ...rollback, token })).rejects.toThrow(/^alreadyrolled/);
  expect(await sysop.read(title)).toBe('Better.');
});
