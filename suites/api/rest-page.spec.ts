import type { APIRequestContext, APIResponse } from '@playwright/test';
import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import type { Session } from '../fixtures/session.ts';
import type { TestedWiki } from '../fixtures/tested-wiki.ts';
import { unique } from '../fixtures/unique.ts';

function rest(wiki: TestedWiki, path: string): string {
  return wiki.script(`rest.php/v1/${path}`);
}

/** With underscores, for the redirect that spaces get forgets what kind of edits is to be counted. */
function page(wiki: TestedWiki, title: string, below = ''): string {
  return rest(wiki, `page/${encodeURIComponent(title.replaceAll(' ', '_'))}${below}`);
}

/** The account's cookies, and the token that a change needs. */
async function asUser(session: Session) {
  const token = z.object({ query: z.object({ tokens: z.object({ csrftoken: z.string() }) }) });
  const { query } = await session.ask(token, { action: 'query', meta: 'tokens' });
  const cookies = session.cookies().map(({ name, value }) => `${name}=${value}`);
  return { headers: { Cookie: cookies.join('; ') }, token: query.tokens.csrftoken };
}

const saved = z.object({ latest: z.object({ id: z.number() }), source: z.string().optional() });

async function create(request: APIRequestContext, wiki: TestedWiki, title: string, source: string) {
  const { headers, token } = await asUser(await wiki.as('user'));
  const data = { source, title, comment: 'made for a test', content_model: 'wikitext', token };
  return request.post(rest(wiki, 'page'), { headers, data });
}

async function latestOf(answer: APIResponse): Promise<number> {
  return saved.parse(await answer.json()).latest.id;
}

test('a page is created and changed through REST', async ({ wiki, request }) => {
  const title = unique('REST');
  const created = await create(request, wiki(), title, 'First.');
  expect(created.status()).toBe(201);
  const { headers, token } = await asUser(await wiki().as('user'));
  const data = { source: 'Second.', comment: 'changed', latest: { id: await latestOf(created) }, token };
  const changed = await request.put(page(wiki(), title), { headers, data });
  expect(changed.status()).toBe(200);
  expect(await (await wiki().as('user')).revisions(title)).toMatchObject([
    { content: 'Second.', comment: 'changed' },
    { content: 'First.', comment: 'made for a test' },
  ]);
});

test('a page that is there is not created again', async ({ wiki, request }) => {
  const title = unique('REST');
  await create(request, wiki(), title, 'First.');
  const again = await create(request, wiki(), title, 'Another.');
  expect(again.status()).toBe(409);
  expect(await (await wiki().anonymous()).read(title)).toBe('First.');
});

test('a change that rests on an overtaken revision is a conflict', async ({ wiki, request }) => {
  const title = unique('REST');
  const first = await latestOf(await create(request, wiki(), title, 'The line.'));
  const editor = await wiki().as('user');
  await editor.edit(title, 'The line of somebody else.');
  const { headers, token } = await asUser(editor);
  const data = { source: 'The line of a latecomer.', comment: '', latest: { id: first }, token };
  const late = await request.put(page(wiki(), title), { headers, data });
  expect(late.status()).toBe(409);
  expect(await editor.read(title)).toBe('The line of somebody else.');
});

test('a change without a token is refused', async ({ wiki, request }) => {
  const title = unique('REST');
  const { headers } = await asUser(await wiki().as('user'));
  const data = { source: 'Stolen.', title, comment: '' };
  const answer = await request.post(rest(wiki(), 'page'), { headers, data });
  expect(answer.status()).toBe(403);
  expect(await (await wiki().anonymous()).read(title)).toBeUndefined();
});

test('a page’s history is told in segments, with counts of its edits', async ({ wiki, request }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('1');
  const numbers = [await editor.edit(title, '12', 'two'), await editor.edit(title, '123', 'three')];
  const history = await request.get(page(wiki(), title, '/history'));
  expect(await history.json()).toMatchObject({
    revisions: [
      { id: numbers[1], comment: 'three', delta: 1, user: { name: editor.name } },
      { id: numbers[0], comment: 'two', delta: 1 },
      { size: 1 },
    ],
  });
  const older = await request.get(page(wiki(), title, `/history?older_than=${numbers[0]}`));
  expect(z.object({ revisions: z.array(z.unknown()) }).parse(await older.json()).revisions).toHaveLength(1);
  const counts = await request.get(page(wiki(), title, '/history/counts/edits'));
  expect(await counts.json()).toMatchObject({ count: 3, limit: false });
});

test('a revision is told and compared with another', async ({ wiki, request }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('One line.');
  const from = await editor.edit(title, 'An old line.');
  const to = await editor.edit(title, 'A new line.');
  const told = await request.get(rest(wiki(), `revision/${from}`));
  expect(await told.json()).toMatchObject({ id: from, source: 'An old line.', page: { title } });
  const compared = await request.get(rest(wiki(), `revision/${from}/compare/${to}`));
  expect(await compared.json()).toMatchObject({
    from: { id: from },
    to: { id: to },
    diff: [{ text: expect.stringContaining('line.'), highlightRanges: expect.any(Array) }],
  });
});

test('search finds a page by its title and by its text', async ({ wiki, request }) => {
  const editor = await wiki().as('user');
  const word = unique('needle').replace(' ', '');
  const title = await editor.createPage(`It has ${word} inside.`);
  const find = async (kind: string, q: string) =>
    (await request.get(rest(wiki(), `search/${kind}?${new URLSearchParams({ q, limit: '5' })}`))).json();
  await expect.poll(() => find('page', word)).toMatchObject({ pages: [{ title }] });
  await expect.poll(() => find('title', title.slice(0, -2))).toMatchObject({ pages: [{ title }] });
});

test('the files of a page, and each file, are told with their sizes', async ({ wiki, request }) => {
  const editor = await wiki().as('user');
  const title = await editor.createPage('[[File:Evening sea.png|thumb|The sea]]');
  const files = async () => (await request.get(page(wiki(), title, '/links/media'))).json();
  await expect.poll(files).toMatchObject({ files: [{ title: 'Evening sea.png' }] });
  const file = await request.get(rest(wiki('testcommonswiki'), 'file/Evening_sea.png'));
  expect(await file.json()).toMatchObject({
    original: { mediatype: 'BITMAP', width: expect.any(Number), url: expect.stringMatching(/sea\.png$/) },
    preferred: { width: 480, height: 320 },
  });
});

test('HTML comes with its page, and not again when it has not changed', async ({ wiki, request }) => {
  const title = await (await wiki().as('user')).createPage("A ''slanted'' word.");
  const both = await request.get(page(wiki(), title, '/with_html'));
  expect(await both.json()).toMatchObject({ title, html: expect.stringContaining('slanted</i>') });
  const { etag = '' } = (await request.get(page(wiki(), title, '/html'))).headers();
  const again = await request.get(page(wiki(), title, '/html'), { headers: { 'If-None-Match': etag } });
  expect(again.status()).toBe(304);
});

for (const { what, path, status } of [
  { what: 'a page that is not there', path: 'page/No_such_page_at_all', status: 404 },
  { what: 'a revision that is not there', path: 'revision/999999999', status: 404 },
  { what: 'a way that is not there', path: 'nowhere', status: 404 },
  { what: 'a number that is none', path: 'revision/many', status: 400 },
]) {
  test(`${what} is told as ${status} in words`, async ({ wiki, request }) => {
    const answer = await request.get(rest(wiki(), path));
    expect(answer.status()).toBe(status);
    expect(answer.headers()['content-type']).toMatch(/^application\/(problem\+)?json/);
    expect(await answer.json()).toMatchObject({ httpCode: status, httpReason: expect.stringMatching(/\w/) });
    expect(await answer.text()).not.toMatch(/⧼|\\u29fc/i);
  });
}
