import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';

const resolved = z.object({
  query: z.object({
    redirects: z.array(z.object({ from: z.string(), to: z.string(), tofragment: z.string().optional() })),
    pages: z.array(z.object({ title: z.string() })),
  }),
});

test('a redirect is followed to the section that it names', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const target = await editor.createPage('== Part ==');
  const redirect = await editor.createPage(`#REDIRECT [[${target}#Part]]`);
  const { query } = await editor.ask(resolved, { action: 'query', titles: redirect, redirects: '1' });

  expect(query.redirects).toEqual([{ from: redirect, to: target, tofragment: 'Part' }]);
  expect(query.pages).toMatchObject([{ title: target }]);
});

test('a redirect to a redirect is followed once only', async ({ wiki, request }) => {
  const editor = await wiki().as('user');
  const target = await editor.createPage('The end.');
  const middle = await editor.createPage(`#REDIRECT [[${target}]]`);
  const first = await editor.createPage(`#REDIRECT [[${middle}]]`);

  expect(await (await request.get(wiki().page(middle))).text()).toContain('The end.');
  const html = await (await request.get(wiki().page(first))).text();
  expect(html).not.toContain('The end.');
  expect(html).toMatch(new RegExp(`class="redirectText"[\\s\\S]*>${target}</a>`));
});
