import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { newSuppressor } from '../fixtures/new-suppressor.ts';
import type { Session } from '../fixtures/session.ts';

const revisions = z.object({
  query: z.object({
    pages: z.tuple([
      z.object({
        revisions: z.array(
          z.object({
            revid: z.number(),
            user: z.string().optional(),
            comment: z.string().optional(),
            slots: z.object({ main: z.object({ content: z.string().optional() }) }),
          }),
        ),
      }),
    ]),
  }),
});

/** What an account sees of a page's revisions, newest first. */
async function visible(session: Session, title: string) {
  const { query } = await session.ask(revisions, {
    action: 'query',
    titles: title,
    prop: 'revisions',
    rvprop: 'ids|user|comment|content',
    rvslots: 'main',
    rvlimit: '5',
  });
  return query.pages[0].revisions.map(({ user, comment, slots }) => ({
    user,
    comment,
    content: slots.main.content,
  }));
}

test('text, summary and author of one revision are hidden and shown again', async ({ wiki }) => {
  const [author, suppressor] = [await wiki().as('user'), await newSuppressor(wiki())];
  const title = await author.createPage('One.');
  const id = await author.edit(title, 'Two, a secret.', 'secret too');
  await author.edit(title, 'Three.');
  const before = await visible(author, title);

  const change = { action: 'revisiondelete', type: 'revision', target: title, ids: String(id) };
  await suppressor.act({ ...change, hide: 'content|comment|user', reason: 'a secret' });
  const hidden = { user: undefined, comment: undefined, content: undefined };
  expect(await visible(author, title)).toEqual([before[0], hidden, before[2]]);

  await suppressor.act({ ...change, show: 'content|comment|user' });
  expect(await visible(author, title)).toEqual(before);
});

test('the present text of a page cannot be hidden, and users hide nothing', async ({ wiki }) => {
  const [author, suppressor] = [await wiki().as('user'), await newSuppressor(wiki())];
  const title = await author.createPage('One.');
  const [old] = await author.revisions(title);
  const id = await author.edit(title, 'Two.');
  const change = { action: 'revisiondelete', type: 'revision', target: title, hide: 'content' };
  const error = z.object({ code: z.literal('revdelete-hide-current') });
  const item = z.object({ errors: z.tuple([error]) });
  const refusal = z.object({ revisiondelete: z.object({ items: z.tuple([item]) }) });
  await suppressor.perform(refusal, { ...change, ids: String(id) });

  await expect(author.act({ ...change, ids: String(old?.revid) })).rejects.toThrow(/^permissiondenied/);
  expect((await visible(author, title)).map(({ content }) => content)).toEqual(['Two.', 'One.']);
});
