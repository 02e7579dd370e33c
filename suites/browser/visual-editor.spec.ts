import { expect, test } from '../fixtures/browser-test.ts';
import { VisualEditor } from '../fixtures/visual-editor.ts';

// After saving, the editor waits for the end of a movement, for ever when there is to be less motion.
test.use({ contextOptions: { reducedMotion: 'no-preference' } });

const wikitext = `'''Bold''' beginning.

{| class="wikitable"
! Head
|-
| {{ns:4}} || <!-- a note --> cell
|}

* one
* two

Last words.`;

test('the visual editor saves an edit and leaves all other wikitext alone', async ({
  page,
  wiki,
  signIn,
}) => {
  const user = await signIn(await wiki().newUser());
  const title = await user.createPage(wikitext);
  await page.goto(wiki().page(title, { veaction: 'edit' }));
  const editor = new VisualEditor(page);
  await editor.surface.getByText('Last words.').click();
  await editor.isReady();
  await page.keyboard.press('End');
  await page.keyboard.type(' And one more.');
  await editor.save('by the visual editor');

  await expect(page.locator('#mw-content-text')).toContainText('Last words. And one more.');
  const [newest] = await user.revisions(title);
  expect(newest).toMatchObject({ comment: 'by the visual editor', content: `${wikitext} And one more.` });
});

test('an unsaved edit goes from the visual editor to the source editor, back, and is saved', async ({
  page,
  wiki,
  signIn,
}) => {
  const user = await signIn(await wiki().as('user'));
  const title = await user.createPage('A walrus.\n\n*no  space\n\n{{Badge| x }}');
  await page.goto(wiki().page(title, { veaction: 'edit' }));
  const editor = new VisualEditor(page);
  await editor.isReady();
  await editor.replace('walrus', 'narwhal');
  await editor.switchTo('Source editing');
  const source = page.locator('#wpTextbox1');
  await expect(source).toHaveValue('A narwhal.\n\n*no  space\n\n{{Badge| x }}\n');

  const text = "A ''narwhal''.\n\n*no  space\n\n{{Badge| y }}";
  await source.fill(text);
  await editor.switchTo('Visual editing');
  await expect(editor.surface.locator('i')).toHaveText('narwhal');
  await editor.save('by both editors');
  await expect(page.locator('#mw-content-text i')).toHaveText('narwhal');
  const [newest] = await user.revisions(title);
  expect(newest).toMatchObject({ comment: 'by both editors', content: text });
});
