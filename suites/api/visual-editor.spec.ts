import { expect, test } from '../fixtures/api-test.ts';
import { openVisually, saveVisually, serialize } from '../fixtures/open-page.ts';
import { passSecond } from '../fixtures/pass-second.ts';
import { unique } from '../fixtures/unique.ts';

const text = 'First line.\n\n*no  space\n\nThird line.';

test('a visual edit is saved with its summary and leaves odd wikitext alone', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage(text);
  const page = await openVisually(editor, title);
  const html = page.html.replace('Third line', 'Third line &amp; more');
  await saveVisually(editor, { ...page, html }, { summary: 'seen and edited' });

  const [newest] = await editor.revisions(title);
  expect(newest).toMatchObject({
    user: editor.name,
    comment: 'seen and edited',
    content: text.replace('Third line', 'Third line & more'),
  });
});

test('a visual edit is merged with edits of other lines and refused when the lines are the same', async ({
  wiki,
}) => {
  const [editor, other] = [await wiki().as('user'), await wiki().as('sysop')];
  const title = await editor.createPage(text);
  const page = await openVisually(editor, title);
  await passSecond(other);
  await other.edit(title, text.replace('First', 'The first'));

  const elsewhere = { ...page, html: page.html.replace('Third', 'The third') };
  await saveVisually(editor, elsewhere, {});
  const merged = text.replace('First', 'The first').replace('Third', 'The third');
  expect(await editor.read(title)).toBe(merged);

  const sameLine = { ...page, html: page.html.replace('First', 'Another first') };
  await expect(saveVisually(editor, sameLine, {})).rejects.toThrow(/^editconflict/);
  expect(await editor.read(title)).toBe(merged);
});

test('unsaved wikitext goes to the visual editor and back without other changes', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const wikitext = "*one\n*  two \n'''three\n\n\n{{Badge| four }}";
  const page = await openVisually(editor, unique('Page'), { wikitext, stash: '1' });

  expect(await serialize(editor, page)).toBe(wikitext);
  const edited = { ...page, html: page.html.replace('one', 'first') };
  expect(await serialize(editor, edited)).toBe(wikitext.replace('one', 'first'));
});

test('what is written anew in the visual editor becomes plain wikitext', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const page = await openVisually(editor, unique('Page'));
  const table =
    '<table class="wikitable"><tbody><tr><th>Head</th></tr><tr><td>cell</td></tr></tbody></table>';
  const body = `<h2>Two</h2><p><b>bold</b> <a rel="mw:WikiLink" href="./Harbour">link</a> [[x]]</p><ul><li>one</li></ul>${table}`;
  const html = `<!DOCTYPE html><html><head></head><body>${body}</body></html>`;

  expect((await serialize(editor, { ...page, html })).trim()).toBe(
    "== Two ==\n'''bold''' [[Harbour|link]] <nowiki>[[x]]</nowiki>\n\n* one\n\n{| class=\"wikitable\"\n!Head\n|-\n|cell\n|}",
  );
});
