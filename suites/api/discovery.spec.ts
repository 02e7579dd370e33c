import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

function parseXml(xml: string): unknown {
  expect(XMLValidator.validate(xml)).toBe(true);
  return new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(xml);
}

test('the description of the search tells browsers where to search', async ({ wiki, request }) => {
  const home = await (await request.get(wiki().page('Main Page'))).text();
  const [, path = ''] = /rel="search"[^>]*href="([^"]+)"/.exec(home) ?? [];
  const description = parseXml(await (await request.get(new URL(path, wiki().origin).href)).text());
  expect(description).toMatchObject({
    OpenSearchDescription: {
      ShortName: expect.stringMatching(/\w/),
      Url: expect.arrayContaining([
        expect.objectContaining({
          type: 'text/html',
          template: expect.stringMatching(`^${wiki().origin}.*\\{searchTerms\\}`),
        }),
      ]),
    },
  });
});

test('editing programs are told where the API is', async ({ wiki, request }) => {
  const home = await (await request.get(wiki().page('Main Page'))).text();
  const [, address = ''] = /rel="EditURI"[^>]*href="([^"]+)"/.exec(home) ?? [];
  const description = await (await request.get(address.replaceAll('&amp;', '&'))).text();
  expect(parseXml(description)).toHaveProperty('rsd.service.apis');
  expect(description).toContain(`apiLink="${wiki().script('api.php')}"`);
});

test('suggestions follow redirects to the page that is meant', async ({ wiki }) => {
  const editor = await wiki().as('user');
  const target = await editor.createPage('Here.', unique('Target'));
  const other = unique('Nickname');
  await editor.createPage(`#REDIRECT [[${target}]]`, other);
  const answer = z.tuple([z.string(), z.array(z.string())]).rest(z.unknown());
  const suggest = async (redirects: string) => {
    const [, titles] = await editor.ask(answer, { action: 'opensearch', search: other, redirects });
    return titles;
  };
  await expect.poll(() => suggest('resolve')).toEqual([target]);
  expect(await suggest('return')).toEqual([other]);
});

test('the shortest address of a page leads to the page', async ({ wiki, request }) => {
  const answer = await request.get(`${wiki().origin}/wiki/harbour`, { maxRedirects: 0 });
  expect(answer.status()).toBe(301);
  expect(answer.headers().location).toMatch(/\/wiki\/Harbour$/);
});
