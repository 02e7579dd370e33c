import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a blocked user cannot edit until the block is lifted', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().newUser()];
  const title = await sysop.createPage('Before.');
  await sysop.act({ action: 'block', user: user.name, reason: 'too quick' });
  await expect(user.edit(title, 'After.')).rejects.toThrow('blocked');
  await expect(user.createPage('New.')).rejects.toThrow('blocked');
  expect(await sysop.read(title)).toBe('Before.');

  await sysop.act({ action: 'unblock', user: user.name });
  await user.edit(title, 'After.');
  expect(await sysop.read(title)).toBe('After.');
});

test('a blocked user still writes on the own talk page, unless that is blocked too', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().newUser()];
  const talk = `User talk:${user.name}`;
  const block = { action: 'block', user: user.name, reason: 'too quick' };
  await sysop.act({ ...block, allowusertalk: '1' });
  await user.edit(talk, 'Why?');
  await sysop.act({ ...block, reblock: '1' });
  await expect(user.edit(talk, 'Why, then?')).rejects.toThrow('blocked');
  expect(await sysop.read(talk)).toBe('Why?');
});

test('a block of one page leaves the others open', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().newUser()];
  const [shut, open] = [await sysop.createPage('Before.'), await sysop.createPage('Before.')];
  await sysop.act({
    action: 'block',
    user: user.name,
    partial: '1',
    pagerestrictions: shut,
    allowusertalk: '1',
  });
  await expect(user.edit(shut, 'After.')).rejects.toThrow('blocked');
  await user.edit(open, 'After.');
  expect([await sysop.read(shut), await sysop.read(open)]).toEqual(['Before.', 'After.']);
});

test('a blocked user sees who blocked whom and why instead of the editor', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().newUser()];
  const title = await sysop.createPage('The text to look at.');
  const reason = unique('A reason');
  await sysop.act({ action: 'block', user: user.name, reason });

  const { html } = await wiki().receive(user, wiki().page(title, { action: 'edit' }));
  expect(html).toContain(reason);
  expect(html).toContain(`title="User:${sysop.name}`);
  expect(html).toMatch(/<textarea readonly[^>]*>The text to look at\./);
  expect(html).not.toContain('id="wpSave"');
});

test('a block is on the list of blocks, in the log and on the contributions', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().newUser()];
  const reason = unique('A reason');
  await sysop.act({ action: 'block', user: user.name, reason, expiry: '3 days' });
  expect(await sysop.list('blocks', { bkusers: user.name })).toMatchObject([
    { user: user.name, by: sysop.name, reason },
  ]);
  const logged = await sysop.list('logevents', { letype: 'block', letitle: `User:${user.name}` });
  expect(logged).toMatchObject([{ action: 'block', user: sysop.name, comment: reason }]);

  const visitor = await wiki().anonymous();
  const pages = ['Special:BlockList', `Special:Contributions/${user.name}`];
  for (const page of pages) {
    const { html } = await wiki().receive(visitor, wiki().page(page, { wpTarget: user.name }));
    expect.soft(html, page).toContain(reason);
  }
});

test('the blocked persona cannot edit', async ({ wiki }) => {
  const blocked = await wiki().as('blocked');
  const answer = z.object({ query: z.object({ userinfo: z.object({ blockreason: z.string() }) }) });
  const { query } = await blocked.ask(answer, { action: 'query', meta: 'userinfo', uiprop: 'blockinfo' });
  await expect(blocked.createPage('New.')).rejects.toThrow('blocked');
  expect(query.userinfo.blockreason).not.toBe('');
});
