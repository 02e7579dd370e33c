import { expect, test } from '../fixtures/browser-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a visitor creates an account and is logged in', async ({ page, wiki }) => {
  const [name, password] = [unique('Newcomer'), unique('secret')];
  await page.goto(wiki().page('Special:CreateAccount'));
  await page.getByLabel('Username').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Confirm password').fill(password);
  await page.getByRole('button', { name: 'Create your account' }).click();

  await expect(page.getByRole('heading', { level: 1, name: `Welcome, ${name}!` })).toBeVisible();
  await expect(wiki().logIn(name, password)).resolves.toMatchObject({ name });
});
