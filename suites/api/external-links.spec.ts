import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';

const interwiki = z.object({
  query: z.object({ interwikimap: z.array(z.object({ prefix: z.string(), url: z.string() })).min(1) }),
});

test('a link with a prefix of another wiki leads there', async ({ wiki }) => {
  const reader = await wiki().anonymous();
  const { query } = await reader.ask(interwiki, {
    action: 'query',
    meta: 'siteinfo',
    siprop: 'interwikimap',
  });
  const [{ prefix, url } = { prefix: '', url: '' }] = query.interwikimap;
  const html = await reader.render(`[[${prefix}:Some_page|elsewhere]]`);

  const href = url.replace('$1', 'Some_page').replaceAll('&', '&amp;');
  expect(html).toContain(`<a href="${href}" class="extiw"`);
});

test('a link to the outside is marked as such and not for robots to follow', async ({ wiki }) => {
  const reader = await wiki().anonymous();
  const html = await reader.render('[https://example.org/?a=1&b=2 named] https://example.org/');
  const links = html.match(/<a [^>]*class="external[^>]*>/g) ?? [];

  expect(links).toHaveLength(2);
  expect(links[0]).toContain('href="https://example.org/?a=1&amp;b=2"');
  for (const link of links) expect(link).toMatch(/rel="[^"]*\bnofollow\b/);
});
