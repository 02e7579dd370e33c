import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';

const groups = z.object({ query: z.object({ users: z.array(z.object({ groups: z.array(z.string()) })) }) });

test('a new account exists and receives a right from a sysop', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().newUser()];
  const groupsOf = async () => {
    const question = { action: 'query', list: 'users', ususers: user.name, usprop: 'groups' };
    return (await sysop.ask(groups, question)).query.users[0]?.groups;
  };
  expect(await groupsOf()).not.toContain('bot');

  const { query } = await sysop.ask(
    z.object({ query: z.object({ tokens: z.object({ userrightstoken: z.string() }) }) }),
    {
      action: 'query',
      meta: 'tokens',
      type: 'userrights',
    },
  );
  await sysop.ask(z.object({ userrights: z.object({ added: z.tuple([z.literal('bot')]) }) }), {
    action: 'userrights',
    user: user.name,
    add: 'bot',
    token: query.tokens.userrightstoken,
  });
  expect(await groupsOf()).toContain('bot');
});

test('a wrong password is refused', async ({ wiki }) => {
  const user = await wiki().newUser();
  await expect(wiki().logIn(user.name, `${user.password} is wrong`)).rejects.toThrow(/Failed/);
  await expect(wiki().logIn(user.name, user.password)).resolves.toBeDefined();
});
