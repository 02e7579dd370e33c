import { expect, test } from '../fixtures/browser-test.ts';

test('a user logs in by form and is led back to the page', async ({ page, wiki }) => {
  const user = await wiki().newUser();
  const title = await user.createPage('A page to come back to.');
  await page.goto(wiki().page('Special:UserLogin', { returnto: title }));
  await page.getByLabel('Username').fill(user.name);
  await page.getByLabel('Password', { exact: true }).fill(user.password);
  await page.getByRole('button', { name: 'Log in' }).click();

  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByRole('link', { name: user.name }).first()).toBeVisible();
});

test('a wrong password is refused with a reason', async ({ page, wiki }) => {
  const user = await wiki().newUser();
  await page.goto(wiki().page('Special:UserLogin'));
  await page.getByLabel('Username').fill(user.name);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Log in' }).click();

  await expect(page.getByText('Incorrect username or password entered')).toBeVisible();
  await expect(page.getByLabel('Username')).toHaveValue(user.name);
});

test('a user logs out', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().newUser());
  await page.goto(wiki().page('Special:UserLogout'));
  await page.getByRole('button', { name: 'Submit' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Log out' })).toBeVisible();
  await expect(page.getByText('You are now logged out.')).toBeVisible();
  await expect(page.getByRole('link', { name: user.name })).toHaveCount(0);
});
