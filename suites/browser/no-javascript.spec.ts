import { expect, test } from '../fixtures/browser-test.ts';

test.use({ javaScriptEnabled: false });

test('without JavaScript a page is all readable and its menu opens', async ({ page, wiki }) => {
  const folded = '<div class="mw-collapsible mw-collapsed">Folded for others.</div>';
  const title = await (await wiki().as('user')).createPage(`== Part ==\nPlain.\n${folded}`);
  await page.goto(wiki().page(title));

  await expect(page.getByText('Plain.')).toBeVisible();
  await expect(page.getByText('Folded for others.')).toBeVisible();
  const contents = page.getByRole('navigation', { name: 'Contents' });
  await expect(contents.getByRole('link', { name: 'Part' })).toBeVisible();
  await page.getByRole('button', { name: 'Main menu' }).click();
  await expect(page.getByRole('link', { name: 'Recent changes', exact: true })).toBeInViewport();
});

test('without JavaScript a page is edited and saved', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().as('user'));
  const title = await user.createPage('Before.');
  await page.goto(wiki().page(title, { action: 'edit' }));
  await page.locator('#wpTextbox1').fill('After.');
  await page.locator('#wpSummary').fill('by form alone');
  await page.locator('#wpSave').click();

  await expect(page.locator('#mw-content-text')).toContainText('After.');
  const [newest] = await user.revisions(title);
  expect(newest).toMatchObject({ comment: 'by form alone', content: 'After.' });
});

test('without JavaScript the search box finds a page', async ({ page, wiki }) => {
  const user = await wiki().as('user');
  const [title, start] = [await user.createPage('To be found.'), await user.createPage('Start here.')];
  await page.goto(wiki().page(start));
  await page.locator('#searchInput').fill(title);
  await page.locator('#searchInput').press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
});
