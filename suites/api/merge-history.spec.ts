import { expect, test } from '../fixtures/api-test.ts';
import { passSecond } from '../fixtures/pass-second.ts';

test('the history of a page goes below that of a younger one and leaves a redirect', async ({ wiki }) => {
  const sysop = await wiki().as('sysop');
  const from = await sysop.createPage('Begun here.');
  await sysop.edit(from, 'Went on here.');
  await passSecond(sysop);
  const to = await sysop.createPage('Copied there.');
  const [before, after] = [await sysop.revisions(from), await sysop.revisions(to)];

  await sysop.act({ action: 'mergehistory', from, to, reason: 'belongs together' });
  expect(await sysop.revisions(to)).toEqual([...after, ...before]);
  expect(await sysop.revisions(from)).toMatchObject([
    {
      user: sysop.name,
      content: `#REDIRECT [[${to}]]`,
      comment: expect.stringContaining('belongs together'),
    },
  ]);
});

test('histories that overlap are not merged, nor by users who may not', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().as('user')];
  const to = await user.createPage('The older one.');
  await passSecond(user);
  const from = await user.createPage('The younger one.');
  const merge = { action: 'mergehistory' };
  await expect(sysop.act({ ...merge, from, to })).rejects.toThrow(/^mergehistory-fail-timestamps-overlap/);
  await expect(user.act({ ...merge, from: to, to: from })).rejects.toThrow(/^mergehistory-fail-permission/);
  expect(await user.revisions(to)).toHaveLength(1);
  expect(await user.read(from)).toBe('The younger one.');
});
