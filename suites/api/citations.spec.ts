import { expect, test } from '../fixtures/api-test.ts';

test('a note that is used twice is listed once, with two ways back', async ({ wiki }) => {
  const text = 'A<ref name="a">Source.</ref> B<ref name="a" /> C<ref>Other.</ref> <references />';
  const html = await (await wiki().anonymous()).render(text);
  expect(html.match(/class="reference-text"/g)).toHaveLength(2);
  expect(html.match(/href="#cite_ref-a_/g)).toHaveLength(2);
});

test('notes are listed by group, and those of the list where it defines them', async ({ wiki }) => {
  const html = await (await wiki().anonymous()).render(
    'A<ref group="n">First kind.</ref> B<ref name="x" />\n<references group="n" />\n' +
      '<div id="rest"></div>\n<references><ref name="x">From the list.</ref></references>',
  );
  const [before, after] = html.split('id="rest"');
  expect(before).toContain('First kind.');
  expect(before).not.toContain('From the list.');
  expect(after).toContain('From the list.');
  expect(after).not.toContain('First kind.');
});

test('a note that is not defined is an error in its place', async ({ wiki }) => {
  const html = await (await wiki().anonymous()).render('A<ref name="nowhere" /> <references />');
  expect(html).toMatch(/class="[^"]*\bmw-ext-cite-error\b[\s\S]*nowhere/);
});
