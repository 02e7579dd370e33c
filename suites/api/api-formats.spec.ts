import type { APIRequestContext } from '@playwright/test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import type { TestedWiki } from '../fixtures/tested-wiki.ts';

async function ask(request: APIRequestContext, wiki: TestedWiki, parameters: Record<string, string>) {
  const answer = await request.get(wiki.script(`api.php?${new URLSearchParams(parameters)}`));
  return { headers: answer.headers(), text: await answer.text() };
}

const question = { action: 'query', titles: 'Main Page', prop: 'info' };

test('an answer in JSON is an object of its type', async ({ wiki, request }) => {
  const { headers, text } = await ask(request, wiki(), { ...question, format: 'json', formatversion: '2' });
  expect(headers['content-type']).toMatch(/^application\/json; charset=utf-8$/i);
  expect(JSON.parse(text)).toMatchObject({
    batchcomplete: true,
    query: { pages: [{ title: 'Main Page', contentmodel: 'wikitext' }] },
  });
});

test('an answer in the first version of JSON has its pages by number', async ({ wiki, request }) => {
  const { text } = await ask(request, wiki(), { ...question, format: 'json', formatversion: '1' });
  const pages = z.object({
    query: z.object({ pages: z.record(z.string(), z.object({ title: z.string() })) }),
  });
  const [[id = '', page] = []] = Object.entries(pages.parse(JSON.parse(text)).query.pages);
  expect(Number(id)).toBeGreaterThan(0);
  expect(page).toEqual(expect.objectContaining({ title: 'Main Page' }));
});

test('an answer in XML is well-formed and says the same', async ({ wiki, request }) => {
  const { headers, text } = await ask(request, wiki(), { ...question, format: 'xml' });
  expect(headers['content-type']).toMatch(/^text\/xml/);
  expect(XMLValidator.validate(text)).toBe(true);
  const parsed: unknown = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(text);
  expect(parsed).toMatchObject({
    api: { query: { pages: { page: { title: 'Main Page', contentmodel: 'wikitext' } } } },
  });
});

test('an answer in PHP is serialised as PHP does it', async ({ wiki, request }) => {
  const { headers, text } = await ask(request, wiki(), { ...question, format: 'php', formatversion: '2' });
  expect(headers['content-type']).toMatch(/^application\/vnd\.php\.serialized/);
  expect(text).toMatch(/^a:\d+:\{/);
  expect(text).toContain('s:5:"title";s:9:"Main Page";');
});

test('an answer for people is a page with the JSON in it', async ({ wiki, request }) => {
  const { headers, text } = await ask(request, wiki(), { ...question, format: 'jsonfm' });
  expect(headers['content-type']).toMatch(/^text\/html/);
  expect(text).toMatch(/<pre[^>]*>[\s\S]*Main Page[\s\S]*<\/pre>/);
  expect(text).not.toContain('⧼');
});

test('a callback gets the answer as its argument, and nobody’s rights', async ({ wiki, request }) => {
  const { headers, text } = await ask(request, wiki(), {
    action: 'query',
    meta: 'userinfo',
    format: 'json',
    callback: 'received',
  });
  expect(headers['content-type']).toMatch(/^text\/javascript/);
  expect(text).toMatch(/^\/\*\*\/received\(\{.*"anon":.*\}\)$/s);
});

const refusal = { action: 'query', prop: 'revisions', titles: 'Main Page', rvlimit: 'many', format: 'json' };

for (const { errorformat, text } of [
  { errorformat: 'plaintext', text: /^[^<{]*"?many"?[^<{]*$/ },
  { errorformat: 'html', text: /<kbd>rvlimit<\/kbd>|rvlimit/ },
  { errorformat: 'wikitext', text: /rvlimit/ },
]) {
  test(`an error is told as ${errorformat} in the language that is asked for`, async ({ wiki, request }) => {
    const errors = z.object({ errors: z.tuple([z.record(z.string(), z.string())]) });
    const told = async (uselang: string) => {
      const asked = { ...refusal, formatversion: '2', errorformat, errorlang: 'uselang', uselang };
      const answer = await ask(request, wiki(), asked);
      expect(answer.headers['mediawiki-api-error']).toBe('badinteger');
      return errors.parse(JSON.parse(answer.text)).errors[0];
    };
    const english = await told('en');
    expect(english.code).toBe('badinteger');
    const key = errorformat === 'html' ? 'html' : 'text';
    expect(english[key]).toMatch(text);
    expect((await told('he'))[key]).toMatch(/[\u0590-\u05FF]/);
  });
}

test('an unknown parameter is warned of and the rest is answered', async ({ wiki, request }) => {
  const asked = { ...question, format: 'json', formatversion: '2', nosuchparameter: '1' };
  const { text } = await ask(request, wiki(), asked);
  expect(JSON.parse(text)).toMatchObject({
    warnings: { main: { warnings: expect.stringContaining('nosuchparameter') } },
    query: { pages: [{ title: 'Main Page' }] },
  });
});
