import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

const titled = z.array(z.object({ title: z.string() }));

test('one question tells all that a page is made of', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const [template, target, category] = [unique('Template:Part'), unique('Target'), unique('Category:Kind')];
  await editor.createPage('part', template);
  const text = `{{${template}}} [[${target}]] [[${category}]] [https://example.org/way out]`;
  const title = await editor.createPage(text);

  const pages = z.object({
    query: z.object({
      pages: z.tuple([
        z.object({
          length: z.number(),
          links: titled.default([]),
          categories: titled.default([]),
          templates: titled.default([]),
          extlinks: z.array(z.object({ url: z.string() })).default([]),
          contributors: z.array(z.object({ name: z.string() })),
        }),
      ]),
    }),
  });
  const prop = 'info|links|categories|templates|extlinks|contributors';
  const question = { action: 'query', titles: title, prop, plnamespace: '0' };
  const read = async () => (await editor.ask(pages, question)).query.pages[0];
  await expect.poll(read).toMatchObject({
    length: new TextEncoder().encode(text).length,
    links: [{ title: target }],
    categories: [{ title: category }],
    templates: [{ title: template }],
    extlinks: [{ url: 'https://example.org/way' }],
    contributors: [{ name: editor.name }],
  });
});

test('titles are normalised, redirects followed, and the missing and impossible ones named', async ({
  wiki,
}) => {
  const editor = await wiki().as('user');
  const target = await editor.createPage('Here.');
  const redirect = await editor.createPage(`#REDIRECT [[${target}]]`);
  const absent = unique('Absent');
  const answer = await editor.ask(z.object({ query: z.record(z.string(), z.unknown()) }), {
    action: 'query',
    redirects: '1',
    titles: `${redirect.replace('P', 'p').replace(' ', '_')}|${absent}|A<b`,
  });
  expect(answer.query).toMatchObject({
    normalized: expect.arrayContaining([expect.objectContaining({ to: redirect })]),
    redirects: [{ from: redirect, to: target }],
    pages: expect.arrayContaining([
      expect.objectContaining({ title: target, pageid: expect.any(Number) }),
      expect.objectContaining({ title: absent, missing: true }),
      expect.objectContaining({ title: 'A<b', invalid: true }),
    ]),
  });
});

test('a list that continues gives every entry once', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const category = unique('Category:Many');
  const pages: string[] = [];
  for (let page = 0; page < 5; page++) pages.push(await editor.createPage(`[[${category}]]`));
  const answer = z.object({
    continue: z.record(z.string(), z.string()).optional(),
    query: z.object({ categorymembers: titled }),
  });
  const question = { action: 'query', list: 'categorymembers', cmtitle: category, cmlimit: '2' };
  const readAll = async () => {
    const parts: (readonly string[])[] = [];
    let next: Readonly<Record<string, string>> | undefined = {};
    while (next) {
      const part: z.infer<typeof answer> = await editor.ask(answer, { ...question, ...next });
      parts.push(part.query.categorymembers.map(({ title }) => title));
      next = part.continue;
    }
    return parts;
  };
  await expect.poll(async () => (await readAll()).flat().toSorted()).toEqual(pages.toSorted());
  expect((await readAll()).map(({ length }) => length)).toEqual([2, 2, 1]);
});

test('a generator asks about the pages of a list', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const prefix = unique('Generated');
  for (const end of ['one', 'second']) await editor.createPage(end, `${prefix} ${end}`);
  const answer = z.object({
    query: z.object({ pages: z.array(z.object({ title: z.string(), length: z.number() })) }),
  });
  const { query } = await editor.ask(answer, {
    action: 'query',
    generator: 'allpages',
    gapprefix: prefix,
    prop: 'info',
  });
  expect(query.pages.map(({ title, length }) => [title, length])).toEqual([
    [`${prefix} one`, 3],
    [`${prefix} second`, 6],
  ]);
});

test('lists find who made, links to and uses a page', async ({ wiki }) => {
  const author = await wiki().newUser();
  const template = await author.createPage('used', unique('Template:Used'));
  const user = await author.createPage(`{{${template}}} [[${template}]]`);

  const contributions = await author.list('usercontribs', { ucuser: author.name, ucprop: 'title|flags' });
  expect(contributions).toMatchObject([
    { title: user, new: true },
    { title: template, new: true },
  ]);
  await expect.poll(() => author.list('embeddedin', { eititle: template })).toMatchObject([{ title: user }]);
  await expect.poll(() => author.list('backlinks', { bltitle: template })).toMatchObject([{ title: user }]);
});

test('revisions are told oldest first, in a range, with what changed', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('1');
  const second = await editor.edit(title, '12', 'two');
  const third = await editor.edit(title, '123', 'three');
  const answer = z.object({
    query: z.object({ pages: z.tuple([z.object({ revisions: z.array(z.unknown()) })]) }),
  });
  const { query } = await editor.ask(answer, {
    action: 'query',
    titles: title,
    prop: 'revisions',
    rvdir: 'newer',
    rvstartid: String(second),
    rvprop: 'ids|size|comment|sha1|slotsize|tags|timestamp',
    rvslots: '*',
  });
  expect(query.pages[0].revisions).toMatchObject([
    { revid: second, size: 2, comment: 'two', sha1: expect.stringMatching(/^[0-9a-f]{40}$/) },
    { revid: third, parentid: second, size: 3, comment: 'three', slots: { main: { size: 3 } } },
  ]);
});

test('messages are told in the language that is asked for', async ({ wiki }) => {
  const reader = await wiki().anonymous();
  const messages = z.object({
    query: z.object({
      allmessages: z.array(
        z.object({ name: z.string(), content: z.string().optional(), missing: z.boolean().optional() }),
      ),
    }),
  });
  const tell = async (amlang: string) => {
    const question = { action: 'query', meta: 'allmessages', ammessages: 'edit|no-such-message', amlang };
    return (await reader.ask(messages, question)).query.allmessages;
  };
  expect(await tell('en')).toMatchObject([{ content: 'Edit' }, { missing: true }]);
  expect(await tell('he')).toMatchObject([{ content: 'עריכה' }, { missing: true }]);
});

test('each persona is told its own rights', async ({ wiki }) => {
  const rights = async (persona: 'user' | 'sysop' | undefined) => {
    const session = persona ? await wiki().as(persona) : await wiki().anonymous();
    const answer = z.object({ query: z.object({ userinfo: z.object({ rights: z.array(z.string()) }) }) });
    const question = { action: 'query', meta: 'userinfo', uiprop: 'rights' };
    return (await session.ask(answer, question)).query.userinfo.rights;
  };
  const [anonymous, user, sysop] = [await rights(undefined), await rights('user'), await rights('sysop')];
  expect(sysop).toEqual(expect.arrayContaining(['delete', 'block', 'protect']));
  expect(user).toEqual(expect.arrayContaining(['edit', 'move']));
  expect(user).not.toContain('delete');
  expect(anonymous).toContain('read');
  expect(anonymous).not.toContain('move');
});
