import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';

const answer = z.object({
  compare: z.object({ body: z.string(), fromsize: z.number().optional(), tosize: z.number().optional() }),
});

test('two revisions are compared word by word', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('The old harbour.\n\nThe same line.');
  const torev = await editor.edit(title, 'The new harbour.\n\nThe same line.');
  const { compare } = await editor.ask(answer, {
    action: 'compare',
    torev: String(torev),
    fromtitle: title,
    fromrev: String((await editor.ask(firstRevision, firstOf(title))).query.pages[0].revisions[0].revid),
    prop: 'diff|size',
  });
  expect(compare).toMatchObject({ fromsize: 32, tosize: 32 });
  expect(compare.body).toMatch(/<del class="diffchange[^"]*">old<\/del>/);
  expect(compare.body).toMatch(/<ins class="diffchange[^"]*">new<\/ins>/);
});

test('a text that nobody has saved is compared with what is there', async ({ wiki }) => {
  const reader = await wiki().anonymous();
  const { compare } = await reader.ask(answer, {
    action: 'compare',
    fromslots: 'main',
    'fromtext-main': '* one\n* two <b>',
    toslots: 'main',
    'totext-main': '* one\n* three <b>',
    prop: 'diff',
  });
  expect(compare.body).toContain('&lt;b&gt;');
  expect(compare.body).toMatch(/<ins class="diffchange[^"]*">three<\/ins>/);
});

test('equal texts have no difference', async ({ wiki }) => {
  const reader = await wiki().anonymous();
  const text = { fromslots: 'main', 'fromtext-main': 'Same.', toslots: 'main', 'totext-main': 'Same.' };
  const { compare } = await reader.ask(answer, { action: 'compare', ...text, prop: 'diff' });
  expect(compare.body).toBe('');
});

const firstRevision = z.object({
  query: z.object({
    pages: z.tuple([z.object({ revisions: z.tuple([z.object({ revid: z.number() })]) })]),
  }),
});

function firstOf(titles: string) {
  return { action: 'query', titles, prop: 'revisions', rvprop: 'ids', rvdir: 'newer', rvlimit: '1' };
}
