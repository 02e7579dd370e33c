import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import type { Session } from '../fixtures/session.ts';
import { unique } from '../fixtures/unique.ts';

const comment = z.object({ id: z.string(), author: z.string() });

const talkPage = z.object({
  discussiontoolspageinfo: z.object({
    threaditemshtml: z.array(
      z.object({
        html: z.string(),
        replies: z.array(comment.extend({ replies: z.array(comment) })),
      }),
    ),
  }),
});

async function topics(session: Session, page: string) {
  const { discussiontoolspageinfo } = await session.ask(talkPage, {
    action: 'discussiontoolspageinfo',
    page,
    prop: 'threaditemshtml',
  });
  return discussiontoolspageinfo.threaditemshtml;
}

function signature({ name }: Session): string {
  return `\\[\\[User:${name}\\|${name}\\]\\] \\(\\[\\[User talk:${name}\\|talk\\]\\]\\) \\d\\d:\\d\\d, .* \\(UTC\\)`;
}

test('a new topic is signed and begins below the others', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const page = await editor.createPage('== Old topic ==\nSaid long ago.', unique('Talk:Subject'));
  await editor.act({
    action: 'discussiontoolsedit',
    paction: 'addtopic',
    page,
    sectiontitle: 'New topic',
    wikitext: 'A question.',
    nocontent: '1',
  });

  expect(await editor.read(page)).toMatch(
    new RegExp(
      `^== Old topic ==\nSaid long ago\\.\n\n== New topic ==\n\nA question\\. ${signature(editor)}$`,
    ),
  );
});

test('replies are found, indented below what they answer, and leave other comments alone', async ({
  wiki,
}) => {
  const [asker, other] = [await wiki().as('user'), await wiki().as('sysop')];
  const text = '== Question ==\nWhat do you think? ~~~~\n\n== Elsewhere ==\n*odd   spaces ';
  const page = await asker.createPage(text, unique('Talk:Subject'));
  const [question] = await topics(asker, page);
  const reply = { action: 'discussiontoolsedit', paction: 'addcomment', page, nocontent: '1' };
  const commentid = question?.replies[0]?.id ?? '';
  await other.act({ ...reply, commentid, wikitext: 'A good idea.' });

  const [answered] = await topics(asker, page);
  expect(answered?.replies).toMatchObject([{ author: asker.name, replies: [{ author: other.name }] }]);
  expect(await asker.read(page)).toMatch(
    new RegExp(
      `^== Question ==\nWhat do you think\\? ${signature(asker)}\n+:A good idea\\. ${signature(other)}\n\n== Elsewhere ==\n\\*odd   spaces$`,
    ),
  );
});
