import { expect, test } from '../fixtures/browser-test.ts';
import { VisualEditor } from '../fixtures/visual-editor.ts';
import { readCorpus } from '../fixtures/wikitext-corpus.ts';

// Those whose HTML the editor takes apart and puts together itself; the API goes through the whole corpus.
const inBrowser = [
  'list defined references',
  'lists',
  'nested templates',
  'right to left text',
  'tables',
] as const;

for (const { name, dbname, text } of readCorpus().filter((page) =>
  inBrowser.some((one) => one === page.name),
)) {
  test(`one word that is edited visually is all that changes in ${name}`, async ({ page, wiki, signIn }) => {
    const user = await signIn(await wiki(dbname).as('user'));
    const title = await user.createPage(text);
    await page.goto(wiki(dbname).page(title, { veaction: 'edit', uselang: 'en' }));
    const editor = new VisualEditor(page);
    await editor.isReady();
    await editor.replace('walrus', 'narwhal');
    await editor.switchTo('Source editing');

    const saved = (await user.read(title)) ?? '';
    await expect(page.locator('#wpTextbox1')).toHaveValue(`${saved.replace('walrus', 'narwhal')}\n`);
  });
}
