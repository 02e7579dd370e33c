import { expect, test } from '../fixtures/browser-test.ts';

test('an edit by form is saved with its summary', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().as('user'));
  const title = await user.createPage('The old text.');
  await page.goto(wiki().page(title, { action: 'edit' }));
  await expect(page.locator('#wpTextbox1')).toHaveValue('The old text.\n');
  await page.locator('#wpTextbox1').fill("The '''new''' text.");
  await page.getByLabel('Summary').fill('made it new');
  await page.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
  await expect(page.locator('#mw-content-text b')).toHaveText('new');
  const [newest] = await user.revisions(title);
  expect(newest).toMatchObject({ user: user.name, comment: 'made it new', content: "The '''new''' text." });
});

test('an edit of one section leaves the others alone', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().as('user'));
  const title = await user.createPage('== One ==\nFirst.\n\n== Two ==\nSecond.\n\n== Three ==\nThird.');
  await page.goto(wiki().page(title));
  await page.getByRole('link', { name: 'edit source', exact: true }).nth(1).click();
  await expect(page.locator('#wpTextbox1')).toHaveValue('== Two ==\nSecond.\n');
  await page.locator('#wpTextbox1').fill('== Two ==\nChanged.');
  await page.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.getByText('Changed.')).toBeVisible();
  expect(await user.read(title)).toBe('== One ==\nFirst.\n\n== Two ==\nChanged.\n\n== Three ==\nThird.');
});
