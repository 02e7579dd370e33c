import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readEndpoints } from '../../suites/fixtures/endpoints.ts';
import { oneTimePassword } from '../../suites/fixtures/one-time-password.ts';
import type { Endpoints } from '../core/endpoint.ts';
import { type Persona, personas, type Wiki } from '../core/environment-record.ts';
import { ApiSession } from './api-session.ts';
import { definitionYaml } from './definitions.ts';
import { ownedImages, removeImagesSince } from './real-engine.ts';
import { Rig } from './rig.ts';

const dbnames = ['testwiki', 'testrtlwiki', 'testcommonswiki'];

let rig: Rig;
let images: readonly string[];
let endpoints: Endpoints;

beforeAll(async () => {
  rig = await Rig.create('shared');
  images = await ownedImages();
  const environment = await rig.define(
    'seed',
    definitionYaml({ next: '{ debian: { suite: sid } }', suites: ['http'], languages: [] }),
  );
  const up = await rig.gm1('up', '--environment', environment);
  expect(up.exitCode, up.stderr).toBe(0);
  endpoints = readEndpoints(join(rig.home, 'environments/rig/next/endpoints.json'));
});

afterAll(async () => {
  await rig.gm1('down', '--environment', 'rig');
  await removeImagesSince(images);
  await rig[Symbol.asyncDispose]();
});

describe.each(dbnames)('on %s', (dbname) => {
  describe('a persona logs in and is what it should be:', () => {
    const all = ['*', 'user', 'autoconfirmed'];
    test.each<[Persona, Partial<UserInfo>]>([
      ['sysop', { groups: [...all, 'bureaucrat', 'interface-admin', 'sysop'] }],
      ['user', { groups: all }],
      ['bot', { groups: [...all, 'bot'] }],
      ['newcomer', { groups: ['*', 'user'], editcount: 0 }],
      ['autoconfirmed', { groups: all, editcount: 100 }],
      ['bureaucrat', { groups: [...all, 'bureaucrat'] }],
      ['blocked', { groups: all, blockedby: 'Admin', blockexpiry: 'infinite' }],
      ['twofactor', { groups: all }],
      ['hebrew', { groups: all, options: { language: 'he' } }],
    ])('%s', async (persona, expected) => {
      const { groups, ...facts } = await askUserInfo(await logIn(wikiOf(dbname), persona));
      expect(groups.toSorted()).toEqual(expected.groups?.toSorted());
      expect({ groups: expected.groups, ...facts }).toMatchObject(expected);
    });

    test('twofactor with a recovery code, once', async () => {
      const [code = ''] = accountOf('twofactor').secondFactor?.recoveryCodes ?? [];
      expect((await answerLogIn(wikiOf(dbname), 'twofactor', code)).status).toBe('PASS');
      expect((await answerLogIn(wikiOf(dbname), 'twofactor', code)).status).not.toBe('PASS');
    });

    test('and no persona is missing', () => {
      expect(endpoints.accounts.map(({ persona }) => persona)).toEqual([...personas]);
    });
  });

  test('statistics, categories and the search index agree with the pages', async () => {
    const wiki = wikiOf(dbname);
    const titles = await allTitles(wiki);
    const isCommons = dbname === 'testcommonswiki';
    const askStatistics = async () =>
      (await ask(wiki, statisticsAnswer, { meta: 'siteinfo', siprop: 'statistics' })).query.statistics;
    // The log-ins above asked for jobs, and MediaWiki keeps the number of jobs for 30 s.
    await expect.poll(async () => (await askStatistics()).jobs, { timeout: 90_000, interval: 1000 }).toBe(0);
    const statistics = await askStatistics();
    expect(statistics).toMatchObject({ pages: titles.length, images: isCommons ? 4 : 0 });
    expect(statistics.edits).toBeGreaterThan(titles.length + 498);
    const categories = await categorySizes(wiki, ['Odd titles', 'Tables', 'Files']);
    expect(categories).toEqual({
      'Odd titles': { size: 25, pages: 25, files: 0 },
      Tables: { size: 2, pages: 2, files: 0 },
      Files: { size: isCommons ? 7 : 3, pages: 3, files: isCommons ? 4 : 0 },
    });
    const found = await ask(wiki, searchAnswer, { list: 'search', srsearch: 'beacon', srwhat: 'text' });
    expect(found.query.search.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Harbour', 'Large page']),
    );
  });

  test('there are the sizes, the kinds and the names of pages', async () => {
    const wiki = wikiOf(dbname);
    const titles = await allTitles(wiki);
    expect(titles).toEqual(
      expect.arrayContaining(['"Quoted" and \'single quoted\'', 'C++ or D + E', 'Ship 🚢 and anchor ⚓']),
    );
    expect(Math.max(...titles.map((title) => Buffer.byteLength(title)))).toBe(255);
    const pages = await pagesBy(wiki, [
      'Large page',
      'Older name',
      'Protected page',
      'Half-protected page',
      'Deleted page',
    ]);
    expect(pages).toMatchObject([
      { title: 'Large page', length: 300 * 1024 },
      { title: 'Older name', redirect: true },
      { title: 'Protected page', protection: [{ level: 'sysop' }, { level: 'sysop' }] },
      { title: 'Half-protected page', protection: [{ level: 'autoconfirmed' }, { level: 'autoconfirmed' }] },
      { title: 'Deleted page', missing: true },
    ]);
    expect(await countRevisions(wiki, 'Long history')).toBe(500);
  });

  test('every page is served, without an error on it', async () => {
    const wiki = wikiOf(dbname);
    const titles = await allTitles(wiki);
    const problems: string[] = [];
    await inParallel(4, titles, async (title) => {
      const answer = await fetch(`${wiki.url}/w/index.php?${new URLSearchParams({ title, redirect: 'no' })}`);
      const errors = errorsIn(await answer.text());
      if (answer.status !== 200 || errors.length > 0)
        problems.push(`${title}: ${answer.status} ${errors.join(', ')}`);
    });
    expect(problems).toEqual([]);
  });

  test.each(['Compass.svg', 'Evening sea.png', 'Beacon.gif', 'Tide table.pdf'])(
    'the file %s is there, and a picture of it',
    async (name) => {
      const wiki = wikiOf(dbname);
      const { url, thumburl } = await imageInfo(wiki, `File:${name}`);
      expect((await fetch(url)).status).toBe(200);
      const thumbnail = await fetch(thumburl);
      expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([
        200,
        expect.stringMatching(/^image\//),
      ]);
    },
  );

  // After all that counts what there is.
  test('blocked may not edit, and what it tries stops nobody else', async () => {
    const [blocked, user] = [await logIn(wikiOf(dbname), 'blocked'), await logIn(wikiOf(dbname), 'newcomer')];
    expect(await edit(blocked, 'Project:Sandbox')).toMatchObject({ error: { code: 'blocked' } });
    expect(await edit(user, 'Project:Sandbox')).toMatchObject({ edit: { result: 'Success' } });
  });
});

function wikiOf(dbname: string): Wiki {
  const wiki = endpoints.wikis.find((each) => each.dbname === dbname);
  if (!wiki) throw new Error(`There is no ${dbname}.`);
  return wiki;
}

function accountOf(persona: Persona) {
  const account = endpoints.accounts.find((each) => each.persona === persona);
  if (!account) throw new Error(`There is no ${persona}.`);
  return account;
}

async function logIn(wiki: Wiki, persona: Persona): Promise<ApiSession> {
  const { secondFactor } = accountOf(persona);
  const code = secondFactor && oneTimePassword(secondFactor.secret, Date.now() / 1000);
  const { status, session, said } = await answerLogIn(wiki, persona, code);
  expect(status, said).toBe('PASS');
  return session;
}

const token = z.object({ query: z.object({ tokens: z.object({ logintoken: z.string() }) }) });
const clientLogin = z.object({
  clientlogin: z.object({ status: z.string(), message: z.string().optional() }),
});

async function answerLogIn(wiki: Wiki, persona: Persona, code?: string) {
  const session = new ApiSession(wiki.api);
  const { query } = token.parse(await session.get({ action: 'query', meta: 'tokens', type: 'login' }));
  const send = async (fields: Readonly<Record<string, string>>) =>
    clientLogin.parse(
      await session.post({ action: 'clientlogin', logintoken: query.tokens.logintoken, ...fields }),
    ).clientlogin;
  const { name, password } = accountOf(persona);
  const first = await send({ username: name, password, loginreturnurl: wiki.url });
  const last = code && first.status === 'UI' ? await send({ OATHToken: code, logincontinue: '1' }) : first;
  return { status: last.status, said: last.message, session };
}

const userInfo = z.object({
  groups: z.array(z.string()),
  editcount: z.number(),
  options: z.looseObject({ language: z.string() }),
  blockedby: z.string().optional(),
  blockexpiry: z.string().optional(),
});
type UserInfo = Omit<z.infer<typeof userInfo>, 'options'> & {
  readonly options: { readonly language: string };
};

async function askUserInfo(session: ApiSession): Promise<UserInfo> {
  const uiprop = 'groups|editcount|options|blockinfo';
  const answer = await session.get({ action: 'query', meta: 'userinfo', uiprop });
  return z.object({ query: z.object({ userinfo: userInfo }) }).parse(answer).query.userinfo;
}

async function edit(session: ApiSession, title: string): Promise<unknown> {
  const answer = z.object({ query: z.object({ tokens: z.object({ csrftoken: z.string() }) }) });
  const { query } = answer.parse(await session.get({ action: 'query', meta: 'tokens' }));
  return session.post({ action: 'edit', title, text: String(Date.now()), token: query.tokens.csrftoken });
}

async function ask<T>(
  wiki: Wiki,
  schema: z.ZodType<T>,
  parameters: Readonly<Record<string, string>>,
): Promise<T> {
  return schema.parse(await new ApiSession(wiki.api).get({ action: 'query', ...parameters }));
}

const statisticsAnswer = z.object({
  query: z.object({
    statistics: z.object({ pages: z.number(), edits: z.number(), images: z.number(), jobs: z.number() }),
  }),
});
const searchAnswer = z.object({ query: z.object({ search: z.array(z.object({ title: z.string() })) }) });
const namespacesAnswer = z.object({
  query: z.object({ namespaces: z.record(z.string(), z.object({ id: z.number() })) }),
});
const titlesAnswer = z.object({ query: z.object({ allpages: z.array(z.object({ title: z.string() })) }) });

async function allTitles(wiki: Wiki): Promise<readonly string[]> {
  const { query } = await ask(wiki, namespacesAnswer, { meta: 'siteinfo', siprop: 'namespaces' });
  const ids = Object.values(query.namespaces).filter(({ id }) => id >= 0);
  const lists = await Promise.all(
    ids.map(({ id }) =>
      ask(wiki, titlesAnswer, { list: 'allpages', apnamespace: String(id), aplimit: '500' }),
    ),
  );
  return lists.flatMap((list) => list.query.allpages.map(({ title }) => title));
}

async function categorySizes(
  wiki: Wiki,
  names: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const info = z.object({ size: z.number(), pages: z.number(), files: z.number() });
  const pages = z.object({
    query: z.object({ pages: z.array(z.object({ title: z.string(), categoryinfo: info })) }),
  });
  const titles = names.map((name) => `Category:${name}`).join('|');
  const { query } = await ask(wiki, pages, { prop: 'categoryinfo', titles });
  return Object.fromEntries(
    query.pages.map(({ title, categoryinfo }) => [title.replace(/^[^:]*:/, ''), categoryinfo]),
  );
}

async function pagesBy(wiki: Wiki, titles: readonly string[]): Promise<readonly unknown[]> {
  const page = z.looseObject({ title: z.string() });
  const answer = z.object({ query: z.object({ pages: z.array(page) }) });
  const asked = { prop: 'info', inprop: 'protection', titles: titles.join('|') };
  const { query } = await ask(wiki, answer, asked);
  return titles.map((title) => query.pages.find((each) => each.title === title));
}

async function countRevisions(wiki: Wiki, titles: string): Promise<number> {
  const revisions = z.array(z.object({ revid: z.number() }));
  const answer = z.object({ query: z.object({ pages: z.tuple([z.object({ revisions })]) }) });
  const { query } = await ask(wiki, answer, { prop: 'revisions', titles, rvprop: 'ids', rvlimit: '500' });
  return query.pages[0].revisions.length;
}

async function imageInfo(wiki: Wiki, titles: string) {
  const image = z.object({ url: z.string(), thumburl: z.string() });
  const answer = z.object({
    query: z.object({ pages: z.tuple([z.object({ imageinfo: z.tuple([image]) })]) }),
  });
  const asked = { prop: 'imageinfo', iiprop: 'url', iiurlwidth: '100', titles };
  return (await ask(wiki, answer, asked)).query.pages[0].imageinfo[0];
}

/** The classes of elements by which MediaWiki and its extensions mark what went wrong. */
function errorsIn(html: string): readonly string[] {
  const classes = Array.from(html.matchAll(/<[a-z][^>]*\sclass="([^"]*)"/g), ([, names = '']) =>
    names.split(/\s+/),
  );
  return [...new Set(classes.flat().filter((name) => /(?:^|[-_])(?:tex)?error$/.test(name)))];
}

async function inParallel<T>(
  width: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
