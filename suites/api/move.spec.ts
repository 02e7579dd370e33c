import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

test('a moved page keeps its history and leaves a redirect', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const from = await editor.createPage('It moves.');
  const to = unique('Moved');
  await editor.act({ action: 'move', from, to, reason: 'a better name' });

  expect(await editor.read(to)).toBe('It moves.');
  expect(await editor.read(from)).toBe(`#REDIRECT [[${to}]]`);
  const history = await editor.revisions(to);
  expect(history.map(({ content }) => content)).toEqual(['It moves.', 'It moves.']);
});

test('a page moves without a redirect and with its talk page when a sysop asks for it', async ({ wiki }) => {
  const sysop = await wiki().as('sysop');
  const [from, to] = [await sysop.createPage('It moves.'), unique('Moved')];
  await sysop.createPage('It is talked about.', `Talk:${from}`);
  await sysop.act({ action: 'move', from, to, movetalk: '1', noredirect: '1' });

  expect(await sysop.read(to)).toBe('It moves.');
  expect(await sysop.read(`Talk:${to}`)).toBe('It is talked about.');
  expect(await sysop.read(from)).toBeUndefined();
  expect(await sysop.read(`Talk:${from}`)).toBeUndefined();
});

test('a user who may not leave out the redirect leaves one', async ({ wiki }) => {
  const user = await wiki().as('user');
  const [from, to] = [await user.createPage('It moves.'), unique('Moved')];
  await user.act({ action: 'move', from, to, noredirect: '1' });
  expect(await user.read(from)).toBe(`#REDIRECT [[${to}]]`);
});

test('subpages move with their page', async ({ wiki }) => {
  const sysop = await wiki().as('sysop');
  const from = await sysop.createPage('Above.', unique('Project:Page'));
  await sysop.createPage('Below.', `${from}/Sub`);
  const to = unique('Project:Moved');
  await sysop.act({ action: 'move', from, to, movesubpages: '1' });

  expect(await sysop.read(`${to}/Sub`)).toBe('Below.');
  expect(await sysop.read(`${from}/Sub`)).toBe(`#REDIRECT [[${to}/Sub]]`);
});

test('a page does not move onto another, but back over its own redirect', async ({ wiki }) => {
  const user = await wiki().as('user');
  const [from, taken] = [await user.createPage('It moves.'), await user.createPage('It stays.')];
  await expect(user.act({ action: 'move', from, to: taken })).rejects.toThrow(/^articleexists/);
  expect(await user.read(taken)).toBe('It stays.');

  const to = unique('Moved');
  await user.act({ action: 'move', from, to });
  await user.act({ action: 'move', from: to, to: from });
  expect(await user.read(from)).toBe('It moves.');
  expect(await user.read(to)).toBe(`#REDIRECT [[${from}]]`);
});
