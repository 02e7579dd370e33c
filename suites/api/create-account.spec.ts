import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import type { TestedWiki } from '../fixtures/tested-wiki.ts';
import { unique } from '../fixtures/unique.ts';

const password = 'a fairly long secret';

test('a visitor creates an account by the API', async ({ wiki }) => {
  const username = unique('Newcomer');
  expect(await create(wiki(), { username, password, retype: password })).toMatchObject({
    status: 'PASS',
    username,
  });
  await expect(wiki().logIn(username, password)).resolves.toBeDefined();
});

const refused: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  ['a password that is typed otherwise the second time', { retype: 'another secret' }, /badretype/],
  ['a password that is too short', { password: 'abc', retype: 'abc' }, /at least \d+ characters/],
  ['a name that is taken', { username: 'Tester' }, /userexists/],
  ['a name that is an address', { username: '192.0.2.7' }, /noname|invalid/],
  ['a name with what titles cannot have', { username: `Name#${Date.now()}` }, /noname|invalid/],
];
for (const [what, fields, code] of refused) {
  test(`${what} makes no account`, async ({ wiki }) => {
    const form = { username: unique('Newcomer'), password, retype: password, ...fields };
    const reason = await create(wiki(), form).then(
      ({ status, messagecode, message }) => `${status} ${messagecode} ${message}`,
      (error: Error) => error.message,
    );
    expect(reason).toMatch(code);
    const { users } = (await (await wiki().as('sysop')).ask(known, question(form.username))).query;
    expect(users.filter((user) => user.userid && user.name !== 'Tester')).toEqual([]);
  });
}

test('a new account is in the log of new users and on the list of users', async ({ wiki }) => {
  const [user, sysop] = [await wiki().newUser(), await wiki().as('sysop')];
  const logged = await sysop.list('logevents', { letype: 'newusers', letitle: `User:${user.name}` });
  expect(logged).toMatchObject([{ user: sysop.name, action: expect.stringMatching(/^create/) }]);
  const { html } = await wiki().receive(
    user,
    wiki().page('Special:ListUsers', { username: user.name, limit: '1' }),
  );
  expect(html).toContain(`>${user.name}</bdi>`);
});

/** As a visitor; what the API says of it. */
async function create(wiki: TestedWiki, fields: Readonly<Record<string, string>>) {
  const visitor = await wiki.anonymous();
  const createtoken = await visitor.token('createaccount');
  const form = { action: 'createaccount', createreturnurl: wiki.origin, createtoken, ...fields };
  return (await visitor.ask(created, form)).createaccount;
}

const created = z.object({
  createaccount: z.object({
    status: z.enum(['PASS', 'FAIL', 'UI']),
    username: z.string().optional(),
    messagecode: z.string().optional(),
    message: z.string().optional(),
  }),
});

const known = z.object({
  query: z.object({ users: z.array(z.object({ name: z.string(), userid: z.number().optional() })) }),
});

function question(ususers: string) {
  return { action: 'query', list: 'users', ususers };
}
