import { expect, test } from '../fixtures/browser-test.ts';
import { oneTimePassword } from '../fixtures/one-time-password.ts';
import { VisitorLogIn } from '../fixtures/visitor-log-in.ts';

/** Seconds that a code is good for; each works once, so every step takes the next one. */
const period = 30;

test('a second factor is switched on, asked for, and switched off', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().newUser());
  const manage = (action: string) => wiki().page('Special:OATHManage', { action, module: 'totp' });
  await page.goto(manage('enable'));
  const [text = ''] = await page.locator('main').allInnerTexts();
  const [, key = ''] = text.match(/secret key:\s+([A-Z2-7 ]+)/) ?? [];
  const now = Date.now() / 1000;
  const code = (step: number) => oneTimePassword(key.replaceAll(' ', ''), now + step * period);
  const enter = async (token: string) => {
    await page.locator('input[name="token"]').fill(token);
    await page.getByRole('button', { name: 'Submit' }).click();
  };
  await enter(code(-1));
  const begin = async () => {
    const logIn = await VisitorLogIn.at(wiki());
    return { logIn, ...(await logIn.begin(user.name, user.password)) };
  };
  await expect.poll(begin).toMatchObject({ status: 'UI' });
  const { logIn } = await begin();
  expect(await logIn.proceed({ OATHToken: code(0) })).toMatchObject({ status: 'PASS', username: user.name });

  await page.goto(manage('disable'));
  await enter(code(1));
  await expect.poll(begin).toMatchObject({ status: 'PASS' });
});
