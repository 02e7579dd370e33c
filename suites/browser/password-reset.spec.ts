import { expect, test } from '../fixtures/browser-test.ts';
import { newUserWithMail } from '../fixtures/mailbox.ts';

test('a user who forgot the password gets one by mail and chooses another', async ({ page, wiki }) => {
  const { user, mailbox } = await newUserWithMail(wiki());
  await page.goto(wiki().page('Special:PasswordReset'));
  await page.getByLabel('Username').fill(user.name);
  await page.getByRole('button', { name: 'Reset password' }).click();
  await expect(page.getByText('a password reset email will be sent')).toBeVisible();
  const { body } = await mailbox.mail(/Account details/);
  const temporary = body.match(/Temporary password:\s*(\S+)/)?.[1] ?? '';

  await page.goto(wiki().page('Special:UserLogin'));
  await page.getByLabel('Username').fill(user.name);
  await page.getByLabel('Password', { exact: true }).fill(temporary);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByLabel(/^New password/).fill(`${user.password} anew`);
  await page.getByLabel(/^Retype/).fill(`${user.password} anew`);
  await page.getByRole('button', { name: /Continue|Log in/i }).click();
  await expect(page.getByRole('link', { name: user.name }).first()).toBeVisible();
  await expect(wiki().logIn(user.name, `${user.password} anew`)).resolves.toBeDefined();
});
