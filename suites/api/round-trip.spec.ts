import { expect, test } from '../fixtures/api-test.ts';
import { openVisually, serialize } from '../fixtures/open-page.ts';
import { readCorpus } from '../fixtures/wikitext-corpus.ts';

for (const { name, dbname, text } of readCorpus()) {
  test(`a visual edit changes only what was edited in ${name}`, async ({ wiki }) => {
    const editor = await wiki(dbname).as('user');
    const title = await editor.createPage(text);
    const [saved = '', page] = await Promise.all([editor.read(title), openVisually(editor, title)]);

    const unchanged = await serialize(editor, page);
    expect(unchanged, 'nothing was edited').toBe(saved);
    const changed = await serialize(editor, { ...page, html: changeWord(page.html) });
    expect(changed, 'one word was edited').toBe(saved.replace('walrus', 'narwhal'));
  });
}

/** The first walrus of the page's text; what stands in attributes is what templates and extensions were given. */
function changeWord(html: string): string {
  const changed = html.replace(/(<body[\s\S]*?>[^<]*)walrus/, '$1narwhal');
  expect(changed, 'the page has the word to change').not.toBe(html);
  return changed;
}
