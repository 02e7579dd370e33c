import { expect, test } from '../fixtures/api-test.ts';

test('a protected page can be edited by a sysop and by no ordinary user', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().as('user')];
  const title = await sysop.createPage('Guarded.');
  await sysop.act({ action: 'protect', title, protections: 'edit=sysop', expiry: 'infinite' });

  await expect(user.edit(title, 'Mine now.')).rejects.toThrow(/^protectedpage/);
  await sysop.edit(title, 'Still guarded.');
  expect(await user.read(title)).toBe('Still guarded.');
});
