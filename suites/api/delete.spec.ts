import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { passSecond } from '../fixtures/pass-second.ts';
import type { Session } from '../fixtures/session.ts';

const deletedAnswer = z.object({
  query: z.object({
    pages: z.tuple([z.object({ deletedrevisions: z.array(z.object({ timestamp: z.string() })) })]),
  }),
});

/** The deleted revisions of a page, newest first. */
async function deletedRevisions(session: Session, title: string) {
  const question = { action: 'query', prop: 'deletedrevisions', titles: title, drvprop: 'timestamp|content' };
  const { query } = await session.ask(deletedAnswer, { ...question, drvslots: 'main' });
  return query.pages[0].deletedrevisions;
}

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

test('a sysop restores some revisions of a page and leaves the others deleted', async ({ wiki }) => {
  const sysop = await wiki().as('sysop');
  const title = await sysop.createPage('Good.');
  await passSecond(sysop);
  await sysop.edit(title, 'Bad.');
  await sysop.act({ action: 'delete', title });
  const [, good] = await deletedRevisions(sysop, title);
  await sysop.act({ action: 'undelete', title, timestamps: good?.timestamp ?? '' });

  expect((await sysop.revisions(title)).map(({ content }) => content)).toEqual(['Good.']);
  expect(await deletedRevisions(sysop, title)).toHaveLength(1);
});

test('a page is deleted with its talk page, and both deletions are logged with the reason', async ({
  wiki,
}) => {
  const sysop = await wiki().as('sysop');
  const title = await sysop.createPage('Not needed.');
  const talk = await sysop.createPage('Not needed either.', `Talk:${title}`);
  await sysop.act({ action: 'delete', title, reason: 'both go', deletetalk: '1' });

  for (const page of [title, talk]) {
    expect(await sysop.read(page)).toBeUndefined();
    const log = await sysop.list('logevents', { letitle: page, letype: 'delete' });
    expect(log).toMatchObject([{ action: 'delete', user: sysop.name }]);
    expect(log[0]?.comment).toContain('both go');
  }
});

test('nobody but a sysop deletes a page, sees what was deleted or restores it', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().as('user')];
  const title = await user.createPage('Mine.');
  await expect(user.act({ action: 'delete', title })).rejects.toThrow(/^permissiondenied/);
  expect(await user.read(title)).toBe('Mine.');

  await sysop.act({ action: 'delete', title });
  await expect(user.act({ action: 'undelete', title })).rejects.toThrow(/^permissiondenied/);
  await expect(deletedRevisions(user, title)).rejects.toThrow(/^permissiondenied/);
  expect(await user.read(title)).toBeUndefined();
});
