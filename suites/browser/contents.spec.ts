import { expect, test } from '../fixtures/browser-test.ts';

const gap = '<div style="height: 700px"></div>';
const sections = ['First', 'Second', 'Third', 'Fourth'];
const wikitext = sections.map((name) => `== ${name} ==\n${gap}\nText of ${name}.\n${gap}`).join('\n');

test('the contents mark the section that is being read', async ({ page, wiki }) => {
  const title = await (await wiki().as('user')).createPage(wikitext);
  await page.goto(wiki().page(title, { useskin: 'vector-2022' }));
  const contents = page.getByRole('navigation', { name: 'Contents' });
  const current = contents.locator('.vector-toc-list-item-active');

  for (const name of ['Third', 'Second']) {
    await page.getByText(`Text of ${name}.`).scrollIntoViewIfNeeded();
    await expect(current).toContainText(name);
  }
});

test('the contents move into a button and back', async ({ page, wiki }) => {
  const title = await (await wiki().as('user')).createPage(wikitext);
  await page.goto(wiki().page(title, { useskin: 'vector-2022' }));
  const entry = page.locator('#vector-toc').getByRole('link', { name: 'Second' });
  await page.locator('#vector-toc').getByRole('button', { name: 'hide' }).click();
  await expect(entry).toBeHidden();

  await page.locator('#vector-page-titlebar-toc-checkbox').click();
  await page.locator('#vector-toc').getByRole('button', { name: 'move to sidebar' }).click();
  await expect(entry).toBeVisible();
});

test('the contents within a page are numbered by level and fold', async ({ page, wiki }) => {
  const title = await (await wiki().as('user')).createPage('__TOC__\n== One ==\n=== Below ===\n== Two ==');
  await page.goto(wiki().page(title, { useskin: 'vector' }));
  const contents = page.locator('#toc');

  await expect(contents.getByRole('listitem')).toContainText(['1 One', '1.1 Below', '2 Two']);
  await contents.locator('.toctogglelabel').click();
  await expect(contents.getByText('Below')).toBeHidden();
});
