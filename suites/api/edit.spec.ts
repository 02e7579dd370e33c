import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';

const lines = ['First line.', '', 'Second line.', '', 'Third line.'];
const text = lines.join('\n');

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
  expect(await editor.read(title)).toBe('The line of a third person.');
});

test('edits of two people in different lines are merged', async ({ wiki }) => {
  const [first, second] = [await wiki().as('user'), await wiki().as('sysop')];
  const title = await first.createPage(text);
  const [base] = await first.revisions(title);
  await first.edit(title, text.replace('First', 'The first'));

  const late = { action: 'edit', title, baserevid: String(base?.revid) };
  await second.act({ ...late, text: text.replace('Third', 'The third') });
  expect(await first.read(title)).toBe('The first line.\n\nSecond line.\n\nThe third line.');
});

test('an edit of a section, a new section and an addition leave the rest alone', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('Top.\n\n== One ==\nFirst.\n\n== Two ==\nSecond.');
  const edit = { action: 'edit', title };
  await editor.act({ ...edit, section: '1', text: '== One ==\nChanged.' });
  await editor.act({ ...edit, section: 'new', sectiontitle: 'Three', text: 'Third.' });
  await editor.act({ ...edit, prependtext: 'Above.\n', appendtext: '\nBelow.' });

  expect(await editor.read(title)).toBe(
    'Above.\nTop.\n\n== One ==\nChanged.\n\n== Two ==\nSecond.\n\n== Three ==\n\nThird.\nBelow.',
  );
});

test('an edit that changes nothing makes no revision', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage(text);
  const answer = z.object({ edit: z.object({ result: z.literal('Success'), nochange: z.literal(true) }) });
  await editor.perform(answer, { action: 'edit', title, text });

  expect(await editor.revisions(title)).toHaveLength(1);
});

test('an edit says whether it is minor, a bot’s or a new page’s', async ({ wiki }) => {
  const bot = await wiki().as('bot');
  const title = await bot.createPage('Made.');
  await bot.act({ action: 'edit', title, text: 'Changed.', minor: '1', bot: '1' });

  const changes = { rctitle: title, rcprop: 'flags', rcshow: 'bot' };
  await expect.poll(() => bot.list('recentchanges', changes)).toHaveLength(1);
  const [edit, creation] = await bot.list('recentchanges', { rctitle: title, rcprop: 'flags' });
  expect(edit).toMatchObject({ type: 'edit', new: false, minor: true, bot: true });
  expect(creation).toMatchObject({ type: 'new', new: true, minor: false, bot: false });
});

test('an edit puts the page on the watchlist when it is asked to', async ({ wiki }) => {
  const editor = await wiki().newUser();
  const title = await editor.createPage('One.');
  await editor.act({ action: 'edit', title, text: 'Two.', watchlist: 'unwatch' });
  expect(await editor.isWatching(title)).toBe(false);
  await editor.act({ action: 'edit', title, text: 'Three.', watchlist: 'watch' });
  expect(await editor.isWatching(title)).toBe(true);
});

test('an edit without the session’s token is refused', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage(text);
  const forged = { action: 'edit', title, text: 'Forged.', token: 'no token+\\' };
  await expect(editor.ask(z.object({}), forged)).rejects.toThrow(/^badtoken/);
  expect(await editor.read(title)).toBe(text);
});

test('a page is not created over another, nor edited when it is missing, when that is asked', async ({
  wiki,
}) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage(text);
  const edit = { action: 'edit', text: 'Other text.' };
  await expect(editor.act({ ...edit, title, createonly: '1' })).rejects.toThrow(/^articleexists/);
  await expect(editor.act({ ...edit, title: `${title} 2`, nocreate: '1' })).rejects.toThrow(/^missingtitle/);
  expect(await editor.read(title)).toBe(text);
});

test('signatures and substitutions are written out when the page is saved', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('{{subst:PAGENAME}} by ~~~, <nowiki>~~~</nowiki>, at ~~~~~.');
  const name = `\\[\\[User:${editor.name}\\|${editor.name}\\]\\]`;
  expect(await editor.read(title)).toMatch(
    new RegExp(
      `^${title} by ${name} .*, <nowiki>~~~</nowiki>, at \\d\\d:\\d\\d, \\d+ \\w+ \\d{4} \\(UTC\\)\\.$`,
    ),
  );
});
