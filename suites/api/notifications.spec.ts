import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import type { Session } from '../fixtures/session.ts';

const anything = z.object({});

const notifications = z.object({
  query: z.object({
    notifications: z.object({
      list: z.array(
        z.object({
          id: z.union([z.string(), z.number()]).transform(String),
          type: z.string(),
          agent: z.object({ name: z.string() }).optional(),
          read: z.string().optional(),
        }),
      ),
    }),
  }),
});

/** Whose deeds an account is told of, as `type by name`. */
async function told(session: Session): Promise<readonly string[]> {
  return (await notificationsOf(session)).map(({ type, agent }) => `${type} by ${agent?.name}`);
}

async function notificationsOf(session: Session) {
  const question = { action: 'query', meta: 'notifications', notprop: 'list' };
  return (await session.ask(notifications, question)).query.notifications.list;
}

test('who is mentioned in a discussion is told by whom', async ({ wiki }) => {
  const [reader, writer] = [await wiki().newUser(), await wiki().as('user')];
  const page = await writer.createPage('Before.', `Talk:For ${reader.name}`);
  await writer.edit(page, `Before.\n\n== Question ==\n[[User:${reader.name}]], what do you think? ~~~~`);
  await expect.poll(() => told(reader)).toContain(`mention by ${writer.name}`);
});

test('who is thanked for an edit is told by whom', async ({ wiki }) => {
  const [author, reader] = [await wiki().newUser(), await wiki().as('user')];
  const rev = String(await author.edit(`Thanked ${author.name}`, 'A good edit.'));
  await reader.act({ action: 'thank', rev, source: 'history' });
  await expect.poll(() => told(author)).toContain(`edit-thank by ${reader.name}`);
});

test('whose edit is rolled back is told by whom, if that is wanted', async ({ wiki }) => {
  const [author, sysop] = [await wiki().newUser(), await wiki().as('sysop')];
  const title = await sysop.createPage('As it was.');
  await author.act({ action: 'options', change: 'echo-subscriptions-web-reverted=1' });
  await author.edit(title, 'As it should not be.');
  const token = await sysop.token('rollback');
  await sysop.ask(anything, { action: 'rollback', title, user: author.name, token });
  await expect.poll(() => told(author)).toContain(`reverted by ${sysop.name}`);
});

test('who links to a page tells its author', async ({ wiki }) => {
  const [author, other] = [await wiki().newUser(), await wiki().as('user')];
  const title = await author.createPage('To be linked to.');
  await other.createPage(`See [[${title}]].`);
  await expect.poll(() => told(author)).toContain(`page-linked by ${other.name}`);
});

test('who is given a group is told by whom', async ({ wiki }) => {
  const [user, sysop] = [await wiki().newUser(), await wiki().as('sysop')];
  const token = await sysop.token('userrights');
  await sysop.ask(anything, { action: 'userrights', user: user.name, add: 'bot', token });
  await expect.poll(() => told(user)).toContain(`user-rights by ${sysop.name}`);
});

test('a notification that is marked as read counts no more', async ({ wiki }) => {
  const [reader, writer] = [await wiki().newUser(), await wiki().as('user')];
  await writer.createPage('== Hello ==\nA word with you. ~~~~', `User talk:${reader.name}`);
  await expect.poll(() => told(reader)).toContain(`edit-user-talk by ${writer.name}`);
  const [message] = (await notificationsOf(reader)).filter(({ type }) => type === 'edit-user-talk');
  expect(message?.read).toBeUndefined();

  await reader.act({ action: 'echomarkread', list: message?.id ?? '' });
  const again = (await notificationsOf(reader)).find(({ id }) => id === message?.id);
  expect(again?.read).toMatch(/^\d{4}/);
});
