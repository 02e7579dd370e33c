import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { historyXml } from '../fixtures/history-xml.ts';
import type { Session } from '../fixtures/session.ts';
import { unique } from '../fixtures/unique.ts';

const history = [
  {
    timestamp: '2005-04-03T02:01:00Z',
    author: 'Somebody',
    comment: 'the first',
    text: 'One <b>& “two”</b>.',
  },
  { timestamp: '2006-05-04T03:02:01Z', author: 'Another', comment: 'the second', text: 'שלוש\n\n  four.' },
];

const imported = z.object({ import: z.array(z.object({ title: z.string(), revisions: z.number() })) });

async function importXml(session: Session, xml: File) {
  const order = { action: 'import', interwikiprefix: 'old', summary: 'made for a test' };
  return (await session.perform(imported, order, { xml })).import;
}

/** What an import keeps of every revision, oldest first. */
async function timedRevisions(session: Session, title: string) {
  const answer = z.object({
    query: z.object({
      pages: z.tuple([
        z.object({
          revisions: z.array(z.object({ timestamp: z.string(), user: z.string(), comment: z.string() })),
        }),
      ]),
    }),
  });
  const { query } = await session.ask(answer, {
    action: 'query',
    titles: title,
    prop: 'revisions',
    rvprop: 'timestamp|user|comment',
    rvlimit: '20',
    rvdir: 'newer',
  });
  return query.pages[0].revisions;
}

test('an import keeps texts, authors, times and summaries and says who imported', async ({ wiki }) => {
  const sysop = await wiki().as('sysop');
  const title = unique('Imported');
  expect(await importXml(sysop, historyXml(title, history))).toEqual([{ title, revisions: history.length }]);

  const texts = (await sysop.revisions(title)).map(({ content }) => content);
  expect(texts.toReversed().slice(0, 2)).toEqual(history.map(({ text }) => text));
  expect(await timedRevisions(sysop, title)).toMatchObject([
    { timestamp: '2005-04-03T02:01:00Z', user: 'old>Somebody', comment: 'the first' },
    { timestamp: '2006-05-04T03:02:01Z', user: 'old>Another', comment: 'the second' },
    { user: sysop.name },
  ]);
});

test('an import of what is there already adds nothing', async ({ wiki }) => {
  const sysop = await wiki().as('sysop');
  const title = unique('Imported');
  await importXml(sysop, historyXml(title, history));
  const before = await sysop.revisions(title);
  expect(await importXml(sysop, historyXml(title, history))).toMatchObject([{ title, revisions: 0 }]);
  expect(await sysop.revisions(title)).toEqual(before);
});

test('an export of one wiki is imported by another, whole', async ({ wiki, request }) => {
  const [author, sysop] = [await wiki().as('user'), await wiki('testrtlwiki').as('sysop')];
  const title = unique('Exported');
  for (const { text } of history) await author.edit(title, text, 'exported & imported');
  const answer = await request.post(wiki().script('index.php'), {
    form: { title: 'Special:Export', action: 'submit', pages: title, history: '1' },
  });
  const xml = new File([await answer.text()], 'export.xml');
  const order = { action: 'import', interwikiprefix: 'old', assignknownusers: '1' };
  await sysop.perform(imported, order, { xml });

  const [, ...revisions] = await sysop.revisions(title);
  const exported = await author.revisions(title);
  const meaning = exported.map(({ user, comment, content }) => ({ user, comment, content }));
  expect(revisions).toMatchObject(meaning);
});

test('what is no export is refused, and nobody but a sysop imports', async ({ wiki }) => {
  const [sysop, user] = [await wiki().as('sysop'), await wiki().as('user')];
  const title = unique('Imported');
  const whole = historyXml(title, history);
  const page = new File(['<html><title>No export</title></html>'], 'page.xml');
  await expect(importXml(sysop, page)).rejects.toThrow(/^import.*<mediawiki>/);
  await expect(importXml(user, whole)).rejects.toThrow(/^cantimport/);
  expect(await sysop.read(title)).toBeUndefined();
});
