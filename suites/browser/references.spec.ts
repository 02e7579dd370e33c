import { z } from 'zod';
import { expect, test } from '../fixtures/browser-test.ts';

const wikitext = `A claim.<ref name="book">The book.</ref> Another.<ref>The letter.</ref> The first again.<ref name="book" />
<div style="height: 3000px"></div>
<references />`;

test('a mark leads to its note, and the note back to each mark', async ({ page, wiki }) => {
  const title = await (await wiki().as('user')).createPage(wikitext);
  await page.goto(wiki().page(title));
  const marks = page.locator('sup.reference a');
  const book = page.locator('ol.references li').filter({ hasText: 'The book.' });
  await expect(marks).toHaveText(['[1]', '[2]', '[1]']);
  await expect(book).not.toBeInViewport();

  await marks.nth(2).click();
  await expect(book).toBeInViewport();
  await expect(page.locator('li:target')).toContainText('The book.');
  await expect(marks.first()).not.toBeInViewport();
  await book.locator('.mw-cite-backlink a').nth(1).click();
  await expect(page.locator('sup:target')).toBeInViewport();
});

test('a preview shows the note where the pointer rests on its mark', async ({ page, wiki }) => {
  const reader = await wiki().anonymous();
  const { query } = await reader.ask(extensions, { action: 'query', meta: 'siteinfo', siprop: 'extensions' });
  const hasPreviews = query.extensions.some(({ name }) => name === 'Popups');
  test.skip(!hasPreviews, 'Cite shows previews by the extension Popups, which this build does not have.');
  const title = await (await wiki().as('user')).createPage(wikitext);
  await page.goto(wiki().page(title));
  await page.locator('sup.reference a').first().hover();

  await expect(page.locator('.mwe-popups-type-reference')).toContainText('The book.');
});

const extensions = z.object({ query: z.object({ extensions: z.array(z.object({ name: z.string() })) }) });
