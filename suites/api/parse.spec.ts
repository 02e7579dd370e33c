import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';

const parsed = z.object({
  parse: z.object({
    text: z.string(),
    categories: z.array(z.object({ category: z.string() })),
    links: z.array(z.object({ title: z.string(), exists: z.boolean() })),
    sections: z.array(z.object({ line: z.string(), toclevel: z.number() })),
  }),
});

const wikitext = `
== First ==
Some ''slanted'' text with a [[Page that is not there]] and a note.<ref>The note.</ref>
=== Below it ===
{| class="wikitable"
| a cell
|}
[[Category:Things]]
<references />`;

test('wikitext becomes HTML with its sections, links, categories and notes', async ({ wiki }) => {
  const reader = await wiki().anonymous();
  const { parse } = await reader.ask(parsed, {
    action: 'parse',
    text: wikitext,
    contentmodel: 'wikitext',
    prop: 'text|categories|links|sections',
  });

  expect(parse.sections).toMatchObject([
    { line: 'First', toclevel: 1 },
    { line: 'Below it', toclevel: 2 },
  ]);
  expect(parse.categories).toMatchObject([{ category: 'Things' }]);
  expect(parse.links).toMatchObject([{ title: 'Page that is not there', exists: false }]);
  expect(parse.text).toContain('<i>slanted</i>');
  expect(parse.text).toMatch(/<table class="wikitable">[\s\S]*<td>a cell\s*<\/td>/);
  expect(parse.text).toMatch(/<span class="reference-text">The note\.\s*<\/span>/);
});

const syntax = [
  {
    name: 'code is highlighted',
    text: '<syntaxhighlight lang="php">echo 1;</syntaxhighlight>',
    html: /class="k">echo</,
  },
  {
    name: 'code of no known language is shown as it is',
    text: '<syntaxhighlight lang="nonsense">a <b> & c</syntaxhighlight>',
    html: /<pre>[^<]*a &lt;b> &amp; c|<pre>[^<]*a &lt;b&gt; &amp; c/,
  },
  { name: 'a formula becomes MathML', text: '<math>x^2</math>', html: /<msup\b/ },
  { name: 'a wrong formula becomes an error', text: '<math>\\frac{</math>', html: /class="[^"]*\berror\b/ },
  { name: 'a condition is decided', text: '{{#ifexpr: 1 < 2 | smaller | larger}}', html: /smaller/ },
  { name: 'a poem keeps its lines', text: '<poem>one\ntwo</poem>', html: /one<br ?\/?>\s*two/ },
  {
    name: 'an image map has its areas',
    text: '<imagemap>\nFile:Compass.svg|100px\nrect 0 0 50 50 [[Harbour|Half]]\n</imagemap>',
    html: /<area [^>]*href="\/wiki\/Harbour"[^>]*>/,
  },
  {
    name: 'an input box is a form',
    text: '<inputbox>\ntype=create\nbuttonlabel=Make it\n</inputbox>',
    html: /<form [\s\S]*Make it/,
  },
  {
    name: 'a tree of a category is made',
    text: '<categorytree>All</categorytree>',
    html: /class="[^"]*CategoryTree[\s\S]*Category:All/,
  },
];

for (const { name, text, html } of syntax) {
  test(`${name} by the extension for it`, async ({ wiki }) => {
    expect(await (await wiki().anonymous()).render(text)).toMatch(html);
  });
}

const safety = [
  { name: 'a script', text: '<script>alert(1)</script>', html: /<script/ },
  { name: 'an event handler', text: '<b onclick="alert(1)">x</b>', html: /onclick/ },
  { name: 'an address that is a script', text: '[javascript:alert(1) x]', html: /href="javascript/ },
  { name: 'a style that loads', text: '<i style="background:url(//e.invalid)">x</i>', html: /e\.invalid/ },
];

for (const { name, text, html } of safety) {
  test(`${name} in wikitext does not get into the page`, async ({ wiki }) => {
    const rendered = await (await wiki().anonymous()).render(`before ${text} after`);
    expect(rendered).toMatch(/before[\s\S]*after/);
    expect(rendered).not.toMatch(html);
  });
}
