import { expect, test } from '../fixtures/api-test.ts';

test('a deleted page is gone and comes back with all its revisions', async ({ wiki }) => {
  const sysop = await wiki().as('sysop');
  const title = await sysop.createPage('One.');
  await sysop.edit(title, 'Two.');
  const before = await sysop.revisions(title);

  await sysop.act({ action: 'delete', title, reason: 'not needed' });
  expect(await sysop.read(title)).toBeUndefined();

  await sysop.act({ action: 'undelete', title, reason: 'needed after all' });
  expect(await sysop.revisions(title)).toEqual(before);
});
