import { expect, test } from '../fixtures/api-test.ts';

test('a signature shows the name that was chosen, with links to the user', async ({ wiki }) => {
  const user = await wiki().newUser();
  await user.act({ action: 'options', optionname: 'nickname', optionvalue: 'The signer' });
  const talk = await user.createPage('~~~', `User talk:${user.name}`);
  const text = await user.read(talk);
  expect(text).toContain(`[[User:${user.name}|The signer]]`);
});
