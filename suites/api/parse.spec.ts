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
  { name: 'a formula becomes MathML', text: '<math>x^2</math>', html: /<msup\b/ },
  { name: 'a condition is decided', text: '{{#ifexpr: 1 < 2 | smaller | larger}}', html: /smaller/ },
];

for (const { name, text, html } of syntax) {
  test(`${name} by the extension for it`, async ({ wiki }) => {
    const reader = await wiki().anonymous();
    const answer = await reader.ask(z.object({ parse: z.object({ text: z.string() }) }), {
      action: 'parse',
      text,
      contentmodel: 'wikitext',
      prop: 'text',
    });
    expect(answer.parse.text).toMatch(html);
  });
}
