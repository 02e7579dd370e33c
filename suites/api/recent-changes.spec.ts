import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import type { Session } from '../fixtures/session.ts';
import { unique } from '../fixtures/unique.ts';

const anything = z.object({});

/** What recent changes say of one user, by a filter; the summaries tell the edits apart. */
async function commentsOf(session: Session, user: string, filter: Readonly<Record<string, string>> = {}) {
  const changes = await session.list('recentchanges', { rcuser: user, rcprop: 'comment', ...filter });
  return changes.map(({ comment }) => comment).toSorted();
}

test('the filters of recent changes tell kinds of edits apart', async ({ wiki }) => {
  const user = await wiki().newUser();
  const title = unique('Page');
  await user.edit(title, 'One.', 'new');
  await user.edit(`Talk:${title}`, 'Two.', 'talk');
  await user.act({ action: 'edit', title, text: 'Three.', summary: 'minor', minor: '1' });
  await user.edit(title, '', 'blank');
  await expect.poll(() => commentsOf(user, user.name)).toEqual(['blank', 'minor', 'new', 'talk']);

  const filters: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>> = {
    'new pages': [{ rctype: 'new' }, ['new', 'talk']],
    edits: [{ rctype: 'edit' }, ['blank', 'minor']],
    'minor edits': [{ rcshow: 'minor' }, ['minor']],
    'other edits': [{ rcshow: '!minor' }, ['blank', 'new', 'talk']],
    'a namespace': [{ rcnamespace: '1' }, ['talk']],
    'a tag': [{ rctag: 'mw-blank' }, ['blank']],
    bots: [{ rcshow: 'bot' }, []],
  };
  for (const [name, [filter, expected]] of Object.entries(filters)) {
    expect.soft(await commentsOf(user, user.name, filter), name).toEqual(expected);
  }
});

test('edits of bots are left out unless one asks for them', async ({ wiki }) => {
  const [bot, visitor] = [await wiki().as('bot'), await wiki().anonymous()];
  const [title, hub] = [unique('Page'), unique('Hub')];
  await bot.act({ action: 'edit', title, text: 'By a bot.', bot: '1' });
  await bot.edit(hub, `[[${title}]]`);
  const changes = async (query: Readonly<Record<string, string>>) => {
    const address = wiki().page('Special:RecentChangesLinked', { target: hub, ...query });
    return (await wiki().receive(visitor, address)).html;
  };
  await expect.poll(() => changes({ hidebots: '0' })).toContain(`title="${title}"`);
  expect(await changes({})).not.toContain(`title="${title}"`);
});

test('an edit of a newcomer waits for a patrol', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().newUser()];
  const title = await user.createPage('To be patrolled.');
  const unpatrolled = () =>
    sysop.list('recentchanges', { rctitle: title, rcshow: 'unpatrolled', rcprop: 'ids' });
  await expect.poll(unpatrolled).toHaveLength(1);
  const [change] = await unpatrolled();

  const patrol = { action: 'patrol', rcid: String(change?.rcid) };
  await expect(user.act({ ...patrol, token: await user.token('patrol') })).rejects.toThrow(
    'permissiondenied',
  );
  await sysop.ask(anything, { ...patrol, token: await sysop.token('patrol') });
  expect(await unpatrolled()).toEqual([]);
});

test('the list of new pages has a new page and no redirect', async ({ wiki }) => {
  const user = await wiki().newUser();
  const title = await user.createPage('New.');
  const redirect = await user.createPage(`#REDIRECT [[${title}]]`);
  const page = wiki().page('Special:NewPages', { username: user.name });
  await expect.poll(async () => (await wiki().receive(user, page)).html).toContain(`title="${title}"`);
  expect((await wiki().receive(user, page)).html).not.toContain(`title="${redirect}"`);
});

test('contributions are told by namespace, and as new pages', async ({ wiki }) => {
  const user = await wiki().newUser();
  const title = await user.createPage('One.');
  await user.edit(title, 'Two.');
  const talk = await user.createPage('Three.', `Talk:${title}`);
  const titles = async (filter: Readonly<Record<string, string>>) =>
    (await user.list('usercontribs', { ucuser: user.name, ...filter })).map((edit) => edit.title);
  expect(await titles({})).toEqual([talk, title, title]);
  expect(await titles({ ucnamespace: '1' })).toEqual([talk]);
  expect(await titles({ ucshow: 'new' })).toEqual([talk, title]);
});

test('deleted contributions are for sysops', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().newUser()];
  const title = await user.createPage('To be deleted.');
  await sysop.act({ action: 'delete', title });
  const page = wiki().page(`Special:DeletedContributions/${user.name}`);
  expect((await wiki().receive(sysop, page)).html).toContain(title);
  const { html } = await wiki().receive(user, page);
  expect(html).toContain('<title>Permission error');
  expect(html).not.toContain(title);
  expect(await user.list('usercontribs', { ucuser: user.name })).toEqual([]);
});
