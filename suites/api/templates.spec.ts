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
  const address = wiki().page(await editor.createPage(`{{${template}}}`));
  const html = async () => (await request.get(address)).text();
  expect(await html()).toContain('The old words.');

  // What was cached in the second of the edit would count as newer than it.
  const cached = await timeAt(editor);
  await expect.poll(() => timeAt(editor)).not.toBe(cached);
  await editor.edit(template, 'The new words.');
  await expect.poll(html, { timeout: 30_000 }).toContain('The new words.');
});

/** The wiki's clock, in whole seconds. */
async function timeAt(session: Session): Promise<string> {
  return (await session.ask(clock, { action: 'query', curtimestamp: '1' })).curtimestamp;
}

const clock = z.object({ curtimestamp: z.string() });
