import { expect, test } from '../fixtures/api-test.ts';
import type { Session } from '../fixtures/session.ts';
import { unique } from '../fixtures/unique.ts';

test('a Lua module is run with its arguments', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const lua = 'return { run = function ( frame ) return frame.args[1] + frame.args[2] end }';
  expect(await run(editor, lua, '20|22')).toContain('42');
});

test('a module takes its data from another and counts in letters, not bytes', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const data = await editor.createPage("return { word = 'שלום' }", unique('Module:Words'));
  const lua = `local data = mw.loadData( '${data}' )
    return { run = function () return data.word .. '=' .. mw.ustring.len( data.word ) end }`;
  expect(await run(editor, lua, '')).toContain('שלום=4');
});

test('a module expands a template and makes HTML', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const template = await editor.createPage('({{{1}}})', unique('Template:Brackets'));
  const lua = `return { run = function ( frame )
    local inner = frame:expandTemplate{ title = '${template}', args = { frame.args.text } }
    return tostring( mw.html.create( 'strong' ):addClass( 'made' ):wikitext( inner ) )
  end }`;
  expect(await run(editor, lua, 'text=here')).toContain('<strong class="made">(here)</strong>');
});

test('a module that never ends is stopped', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const html = await run(
    editor,
    'return { run = function () local s = "x" while true do s = s .. s end end }',
    '',
  );
  expect(html).toMatch(/class="[^"]*scribunto-error/);
});

/** The HTML of what the module's function `run` gives for these arguments. */
async function run(editor: Session, lua: string, parameters: string): Promise<string> {
  const module = await editor.createPage(lua, unique('Module:Test'));
  return editor.render(`{{#invoke:${module.replace('Module:', '')}|run|${parameters}}}`);
}
