import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import type { Session } from '../fixtures/session.ts';
import { unique } from '../fixtures/unique.ts';

const expanded = z.object({ expandtemplates: z.object({ wikitext: z.string() }) });

async function expand(reader: Session, text: string): Promise<string> {
  const answer = await reader.ask(expanded, { action: 'expandtemplates', text, prop: 'wikitext' });
  return answer.expandtemplates.wikitext;
}

test('a template takes its arguments and its defaults', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const template = await editor.createPage('{{{1}}}, {{{who|nobody}}}', unique('Template:Greet'));
  const text = `{{${template}|Hello}} / {{${template}|Bye|who=all}}`;
  expect(await expand(editor, text)).toBe('Hello, nobody / Bye, all');
});

test('a template within a template gets what the outer one hands on', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const inner = await editor.createPage('<{{{1}}}>', unique('Template:Inner'));
  const outer = await editor.createPage(`{{${inner}|{{${inner}|{{{1}}}}}}}`, unique('Template:Outer'));
  expect(await expand(editor, `{{${outer}|x}}`)).toBe('<<x>>');
});

test('a template gives only what is meant to be included', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const text = 'always<noinclude> here</noinclude><includeonly> there</includeonly>';
  const template = await editor.createPage(text, unique('Template:Parts'));
  expect(await expand(editor, `{{${template}}}`)).toBe('always there');
});

test('a template that includes itself is stopped', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const template = unique('Template:Loop');
  await editor.createPage(`once {{${template}}}`, template);
  expect(await editor.render(`{{${template}}}`)).toMatch(/class="[^"]*\berror\b[^>]*>[^<]*[Tt]emplate loop/);
});

test('an edit of a template reaches the pages that use it', async ({ wiki, request }) => {
  const editor = await wiki().as('user');
  const template = await editor.createPage('The old words.', unique('Template:Words'));
  const page = wiki().page(await editor.createPage(`{{${template}}}`));
  expect(await (await request.get(page)).text()).toContain('The old words.');
  await editor.edit(template, 'The new words.');

  await expect
    .poll(async () => (await request.get(page)).text(), { timeout: 30_000 })
    .toContain('The new words.');
});
