import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { VisitorLogIn } from '../fixtures/visitor-log-in.ts';

const anything = z.object({});

/** MediaWiki's `$wgPasswordAttemptThrottle`: so many wrong passwords in five minutes. */
const allowedAttempts = 5;

test('a visitor logs in step by step', async ({ wiki }) => {
  const user = await wiki().newUser();
  const logIn = await VisitorLogIn.at(wiki());
  expect(await logIn.begin(user.name, user.password)).toMatchObject({ status: 'PASS', username: user.name });
});

test('a wrong password fails, however often it is typed, and then the right one fails too', async ({
  wiki,
}) => {
  const user = await wiki().newUser();
  const attempt = async (password: string) => (await VisitorLogIn.at(wiki())).begin(user.name, password);
  for (let count = 0; count < allowedAttempts; count++) {
    expect(await attempt('wrong')).toMatchObject({ status: 'FAIL', messagecode: 'wrongpassword' });
  }
  expect(await attempt(user.password)).toMatchObject({ status: 'FAIL', messagecode: 'login-throttled' });
});

test('a name that nobody has fails like a wrong password', async ({ wiki }) => {
  const logIn = await VisitorLogIn.at(wiki());
  expect(await logIn.begin(`Nobody ${Date.now()}`, 'secret')).toMatchObject({ status: 'FAIL' });
});

test('who logs out is nobody to the wiki from then on', async ({ wiki }) => {
  const user = await wiki().newUser();
  await user.ask(anything, { action: 'logout', token: await user.token('csrf') });
  await expect(user.ask(anything, { action: 'query', meta: 'userinfo' })).rejects.toThrow('assertuserfailed');
});

test('who changes the password logs in with the new one alone', async ({ wiki }) => {
  const user = await wiki().newUser();
  const [password, attempt] = [
    `${user.password} and more`,
    async (typed: string) => (await VisitorLogIn.at(wiki())).begin(user.name, typed),
  ];
  await user.ask(z.object({ changeauthenticationdata: z.object({ status: z.literal('success') }) }), {
    action: 'changeauthenticationdata',
    changeauthrequest: 'MediaWiki\\Auth\\PasswordAuthenticationRequest',
    password,
    retype: password,
    changeauthtoken: await user.token('csrf'),
  });
  expect(await attempt(user.password)).toMatchObject({ status: 'FAIL' });
  expect(await attempt(password)).toMatchObject({ status: 'PASS' });
});

test('an account of one wiki logs in on another, with its password alone', async ({ wiki }) => {
  const user = await wiki().newUser();
  const other = wiki('testcommonswiki');
  await expect(other.logIn(user.name, 'wrong')).rejects.toThrow(/Failed/);
  const abroad = await other.logIn(user.name, user.password);
  const title = await abroad.createPage('From another wiki.');
  expect((await abroad.revisions(title))[0]?.user).toBe(user.name);
});

test('the second factor is asked for after the password, and a wrong code is refused', async ({
  endpoints,
  wiki,
}) => {
  const account = endpoints.accounts.find(({ persona }) => persona === 'twofactor');
  if (!account) throw new Error('The environment has no account with a second factor.');
  const logIn = await VisitorLogIn.at(wiki());
  const asked = { status: 'UI', requests: [{ id: expect.stringContaining('TOTP') }] };
  expect(await logIn.begin(account.name, account.password)).toMatchObject(asked);
  expect(await logIn.proceed({ OATHToken: '000000' })).toMatchObject({ status: 'UI' });
});
