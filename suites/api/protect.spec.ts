import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a protected page can be edited by a sysop and by no ordinary user', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().as('user')];
  const title = await sysop.createPage('Guarded.');
  await sysop.act({ action: 'protect', title, protections: 'edit=sysop', expiry: 'infinite' });

  await expect(user.edit(title, 'Mine now.')).rejects.toThrow(/^protectedpage/);
  await sysop.edit(title, 'Still guarded.');
  expect(await user.read(title)).toBe('Still guarded.');
});

test('a half protected page keeps newcomers and strangers out, until it is free again', async ({ wiki }) => {
  const [sysop, newcomer, user] = [
    await wiki().as('sysop'),
    await wiki().as('newcomer'),
    await wiki().as('autoconfirmed'),
  ];
  const title = await sysop.createPage('Guarded.');
  await sysop.act({ action: 'protect', title, protections: 'edit=autoconfirmed' });
  await expect(newcomer.edit(title, 'Mine now.')).rejects.toThrow(/^protectedpage/);
  const stranger = await wiki().anonymous();
  await expect(stranger.edit(title, 'Mine now.')).rejects.toThrow(/^protectedpage/);
  await user.edit(title, 'Known people edit.');

  await sysop.act({ action: 'protect', title, protections: 'edit=all' });
  await newcomer.edit(title, 'Everybody edits.');
  expect(await user.read(title)).toBe('Everybody edits.');
});

test('a page that is protected from moves stays where it is and can be edited', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().as('user')];
  const title = await sysop.createPage('Fixed.');
  await sysop.act({ action: 'protect', title, protections: 'move=sysop' });

  await expect(user.act({ action: 'move', from: title, to: unique('Moved') })).rejects.toThrow(
    /^protectedpage/,
  );
  await user.edit(title, 'Edited.');
  expect(await user.read(title)).toBe('Edited.');
});

test('a title can be protected from creation', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().as('user')];
  const title = unique('Page');
  await sysop.act({ action: 'protect', title, protections: 'create=sysop' });
  await expect(user.edit(title, 'Here.')).rejects.toThrow(/^protectedpage/);
  await sysop.edit(title, 'Here.');
  expect(await user.read(title)).toBe('Here.');
});

test('a protection that cascades guards what the page includes', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().as('user')];
  const part = await user.createPage('A part.');
  const title = await sysop.createPage(`{{:${part}}}`);
  await sysop.act({ action: 'protect', title, protections: 'edit=sysop', cascade: '1' });

  await expect.poll(() => user.edit(part, unique('Changed')).catch(String)).toMatch(/cascadeprotected/);
});

test('nobody but a sysop protects a page', async ({ wiki }) => {
  const user = await wiki().as('user');
  const title = await user.createPage('Open.');
  const protect = { action: 'protect', title, protections: 'edit=autoconfirmed' };
  await expect(user.act(protect)).rejects.toThrow(/^permissiondenied/);
  await (await wiki().anonymous()).edit(title, 'Still open.');
});
