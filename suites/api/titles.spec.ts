import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

const kinds = [
  { kind: 'quotes', words: `"Quoted" and 'single'` },
  { kind: 'an ampersand, an equals sign and a plus', words: 'Salt & pepper = C++' },
  { kind: 'a question mark and an exclamation', words: 'Who? Me!' },
  { kind: 'a percent sign', words: '50 % of it' },
  { kind: 'slashes both ways', words: 'Either/or\\both' },
  { kind: 'letters beyond ASCII', words: 'Zażółć гора 中文 עברית' },
  { kind: 'signs beyond the basic plane', words: 'Ship 🚢 𝔄' },
  { kind: 'a dollar sign and brackets', words: '$1 (is no) parameter' },
];

for (const { kind, words } of kinds) {
  test(`a title with ${kind} is linked to and read`, async ({ wiki, request }) => {
    const editor = await wiki().as('user');
    const title = await editor.createPage('Found it.', unique(words));
    const html = await editor.render(`[[${title}]]`);
    const [, href = ''] = /<a href="([^"]+)"/.exec(html) ?? [];

    const answer = await request.get(wiki().origin + href.replaceAll('&amp;', '&').replaceAll('&#039;', "'"));
    expect(answer.status()).toBe(200);
    const page = await answer.text();
    expect(page).toContain('Found it.');
    expect(JSON.parse(/"wgTitle":("(?:[^"\\]|\\.)*")/.exec(page)?.[1] ?? '""')).toBe(title);
  });
}

test('a title that cannot be is refused with a reason', async ({ wiki, request }) => {
  const answer = await request.get(wiki().page('A [[title]] with {{signs}}'));
  expect(answer.ok()).toBe(false);
  expect(await answer.text()).toContain('contains invalid characters');
});
