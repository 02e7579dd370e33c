import { expect, test } from '../fixtures/browser-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a category lists what is in it, and its tree opens', async ({ page, wiki }) => {
  const editor = await wiki().as('user');
  const top = await editor.createPage('All of it.', unique('Category:Top'));
  const middle = await editor.createPage(`[[${top}]]`, unique('Category:Middle'));
  const bottom = await editor.createPage(`[[${middle}]]`, unique('Category:Bottom'));
  const member = await editor.createPage(`[[${top}]]`);
  await expect.poll(async () => (await editor.list('categorymembers', { cmtitle: top })).length).toBe(2);
  await page.goto(wiki().page(top));

  await expect(page.locator('#mw-pages').getByRole('link', { name: member })).toBeVisible();
  const tree = page.locator('#mw-subcategories');
  await expect(tree.getByRole('link')).toHaveText([nameOf(middle)]);
  await tree.locator('.CategoryTreeToggle').click();
  await expect(tree.getByRole('link', { name: nameOf(bottom) })).toBeVisible();
});

test('a page names its categories, but not the hidden ones', async ({ page, wiki }) => {
  const editor = await wiki().as('user');
  const hidden = await editor.createPage('__HIDDENCAT__', unique('Category:Hidden'));
  const shown = unique('Category:Shown');
  const title = await editor.createPage(`[[${hidden}]] [[${shown}]]`);
  await page.goto(wiki().page(title));

  const categories = page.locator('#catlinks');
  await expect(categories.getByRole('link', { name: nameOf(shown) })).toBeVisible();
  await expect(categories.getByRole('link', { name: nameOf(hidden) })).toBeHidden();
});

function nameOf(category: string): string {
  return category.replace('Category:', '');
}
