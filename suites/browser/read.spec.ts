import { expect, test } from '../fixtures/browser-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a page shows its heading, its sections in the contents, and its links', async ({ page, wiki }) => {
  const editor = await wiki().as('user');
  const target = await editor.createPage('The other page.');
  const title = await editor.createPage(
    `Introduction with a [[${target}|link]].\n== First part ==\nOne.\n== Second part ==\nTwo.\n=== Detail ===\nThree.`,
  );
  await page.goto(wiki().page(title));

  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  const contents = page.getByRole('navigation', { name: 'Contents' });
  await expect(contents.getByRole('link', { name: 'First part' })).toBeVisible();
  await contents.getByRole('link', { name: 'Second part' }).click();
  await expect(page).toHaveURL(/#Second_part$/);
  await expect(page.getByRole('heading', { level: 2, name: 'Second part' })).toBeInViewport();

  await page.getByRole('link', { name: 'link', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: target })).toBeVisible();
});

test('a link to a missing page is red and points to the form for it', async ({ page, wiki }) => {
  const editor = await wiki().as('user');
  const missing = unique('Missing');
  const title = await editor.createPage(`[[${missing}]]`);
  await page.goto(wiki().page(title));

  const link = page.getByRole('link', { name: missing });
  await expect(link).toHaveClass(/\bnew\b/);
  await expect(link).toHaveAttribute('title', `${missing} (page does not exist)`);
  await expect(link).toHaveAttribute('href', /action=edit&redlink=1$/);
});
