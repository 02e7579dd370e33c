import { expect, test } from '../fixtures/api-test.ts';
import { guardedWiki } from '../fixtures/guarded-wiki.ts';

/** More than a wiki allows to one address in a day, unless it is told otherwise: here all come from one. */
const strangers = 8;

test('each stranger who writes has a temporary account of their own', async ({ wiki, endpoints }) => {
  const dbname = guardedWiki(endpoints);
  test.skip(!dbname, 'no wiki of this environment has the shape guarded: the others show addresses');
  const site = wiki(dbname);
  const reader = await site.as('user');
  const title = await reader.createPage('Word 0.');
  for (let index = 1; index <= strangers; index += 1)
    await (await site.anonymous()).edit(title, `Word ${index}.`);

  const authors = (await reader.revisions(title))
    .map(({ user }) => user)
    .filter((user) => user !== reader.name);
  expect(authors).toEqual(Array.from({ length: strangers }, () => expect.stringMatching(/^~\d{4}-/)));
  expect(new Set(authors).size).toBe(strangers);
});
