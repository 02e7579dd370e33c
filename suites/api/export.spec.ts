import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { escapeXml } from '../fixtures/history-xml.ts';
import { unique } from '../fixtures/unique.ts';

test('an export holds the whole text of every page and is complete XML', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const pages = [1, 2, 3].map((n) => ({
    title: unique('Export'),
    text: `Text ${n}: <b>ä & “quotes”</b> ${unique('end')}`,
  }));
  for (const { title, text } of pages) await editor.createPage(text, title);

  const { query } = await editor.ask(z.object({ query: z.object({ export: z.string() }) }), {
    action: 'query',
    titles: pages.map(({ title }) => title).join('|'),
    export: '1',
  });
  expect(query.export.trim()).toMatch(/^<mediawiki [\s\S]*<\/mediawiki>$/);
  expect(query.export.match(/<page>/g)).toHaveLength(pages.length);
  for (const { title, text } of pages) {
    expect(query.export).toContain(`<title>${title}</title>`);
    expect(query.export).toContain(escapeXml(text));
  }
});

test('an export of a history holds every revision', async ({ wiki, request }) => {
  const editor = await wiki().as('user');
  const texts = ['first', 'second', 'third'].map(unique);
  const title = unique('Export');
  for (const text of texts) await editor.edit(title, text);

  const answer = await request.post(wiki().script('index.php'), {
    form: { title: 'Special:Export', action: 'submit', pages: title, history: '1' },
  });
  const xml = await answer.text();
  expect(xml.trim()).toMatch(/<\/mediawiki>$/);
  expect([...xml.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)).toEqual(texts);
});

test('an export holds the templates of its pages when they are asked for', async ({ wiki, request }) => {
  const editor = await wiki().as('user');
  const template = await editor.createPage('A part.', unique('Template:Part'));
  const title = await editor.createPage(`{{${template}}} and more.`);
  // What a page includes is noted after the answer to its edit.
  await expect.poll(() => editor.list('embeddedin', { eititle: template })).toMatchObject([{ title }]);
  const form = { title: 'Special:Export', action: 'submit', pages: title, curonly: '1', templates: '1' };
  const answer = await request.post(wiki().script('index.php'), { form });

  expect(answer.headers()['content-type']).toMatch(/^application\/xml/);
  const xml = await answer.text();
  expect([...xml.matchAll(/<title>(.*)<\/title>/g)].map(([, name]) => name).sort()).toEqual(
    [title, template].sort(),
  );
  expect(xml).toMatch(/<text [^>]*>A part\.<\/text>/);
});
