import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

const expanded = z.object({ expandtemplates: z.object({ wikitext: z.string() }) });

test('a template takes its arguments and its defaults', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const template = await editor.createPage('{{{1}}}, {{{who|nobody}}}', unique('Template:Greet'));
  const text = `{{${template}|Hello}} / {{${template}|Bye|who=all}}`;

  const answer = await editor.ask(expanded, { action: 'expandtemplates', text, prop: 'wikitext' });
  expect(answer.expandtemplates.wikitext).toBe('Hello, nobody / Bye, all');
});

test('a Lua module is run with its arguments', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const module = unique('Module:Sum');
  const lua = 'return { sum = function ( frame ) return frame.args[1] + frame.args[2] end }';
  await editor.createPage(lua, module);

  const text = `{{#invoke:${module.replace('Module:', '')}|sum|20|22}}`;
  const answer = await editor.ask(expanded, { action: 'expandtemplates', text, prop: 'wikitext' });
  expect(answer.expandtemplates.wikitext).toBe('42');
});
