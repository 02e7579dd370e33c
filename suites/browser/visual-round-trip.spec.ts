import { expect, test } from '../fixtures/browser-test.ts';
import { VisualEditor } from '../fixtures/visual-editor.ts';
import { readCorpus } from '../fixtures/wikitext-corpus.ts';

const corpus = readCorpus();

/**
 * Those whose HTML the editor takes apart and puts together itself, as sections of one page for each wiki: opening the
 * editor takes longer than all else. The API goes through the whole corpus, page by page.
 */
const pages = [
  { dbname: 'testwiki', names: ['list defined references', 'lists', 'nested templates', 'tables'] },
  { dbname: 'testrtlwiki', names: ['right to left text'] },
] as const;

for (const { dbname, names } of pages) {
  test(`one word that is edited visually is all that changes in ${names.join(', ')}`, async ({
    page,
    wiki,
    signIn,
  }) => {
    const user = await signIn(await wiki(dbname).as('user'));
    const title = await user.createPage(names.map(sectionOf).join('\n\n'));
    await page.goto(wiki(dbname).page(title, { veaction: 'edit', uselang: 'en' }));
    const editor = new VisualEditor(page);
    await editor.isReady();
    await editor.replace('walrus', 'narwhal', names.length);
    await editor.switchTo('Source editing');

    const saved = (await user.read(title)) ?? '';
    const source = page.locator('#wpTextbox1');
    await expect(source).toHaveValue(/narwhal/);
    // By lines, so that a failure shows which of them changed.
    const lines = (await source.inputValue()).split('\n');
    expect(lines).toEqual([...saved.replaceAll('walrus', 'narwhal').split('\n'), '']);
  });
}

function sectionOf(name: string): string {
  const page = corpus.find((one) => one.name === name);
  if (!page) throw new Error(`The corpus has no page "${name}".`);
  return `= ${name} =\n${page.text}`;
}
