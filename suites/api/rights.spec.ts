import { z } from 'zod';
import type { Persona } from '../../harness/core/environment-record.ts';
import { expect, test } from '../fixtures/api-test.ts';
import type { Session } from '../fixtures/session.ts';
import type { TestedWiki } from '../fixtures/tested-wiki.ts';

/** Of the pages that are looked at: none of those who look, since an author watches a page. */
const author: Persona = 'hebrew';

type Visitor = Persona | 'anonymous';

/** Rights that are each somebody's alone, from what everybody has to what bureaucrats have. */
const watched = [
  'read',
  'edit',
  'upload',
  'editsemiprotected',
  'bot',
  'delete',
  'protect',
  'block',
  'editprotected',
  'deletedhistory',
  'userrights',
];

const everybody = ['read', 'edit'];
const users = [...everybody, 'upload'];
const confirmed = [...users, 'editsemiprotected'];

/** MediaWiki's own groups as they come; of the watched rights each persona has these and no other. */
const rightsOf: readonly (readonly [Visitor, readonly string[]])[] = [
  ['anonymous', everybody],
  ['newcomer', users],
  ['autoconfirmed', confirmed],
  ['user', confirmed],
  ['bot', [...confirmed, 'bot']],
  ['sysop', watched.filter((right) => right !== 'bot')],
  ['bureaucrat', [...confirmed, 'userrights']],
];

/** What each may do to a page that is anybody's, one that is half protected and one that is protected. */
const all = ['edit', 'move', 'delete', 'protect'];
const usual = ['edit', 'move'];
const actionsOf: readonly (readonly [
  Visitor,
  Record<'open' | 'half protected' | 'protected', readonly string[]>,
])[] = [
  ['anonymous', { open: ['edit'], 'half protected': [], protected: [] }],
  ['newcomer', { open: usual, 'half protected': [], protected: [] }],
  ['autoconfirmed', { open: usual, 'half protected': usual, protected: [] }],
  ['user', { open: usual, 'half protected': usual, protected: [] }],
  ['bot', { open: usual, 'half protected': usual, protected: [] }],
  ['bureaucrat', { open: usual, 'half protected': usual, protected: [] }],
  ['sysop', { open: all, 'half protected': all, protected: all }],
  ['blocked', { open: [], 'half protected': [], protected: [] }],
];

/** What a page offers. The blocked are told when they try. */
const tabs = ['edit', 'viewsource', 'delete', 'move', 'protect', 'watch'] as const;
const tabsOf: readonly (readonly [Visitor, 'open' | 'protected', readonly (typeof tabs)[number][]])[] = [
  ['anonymous', 'open', ['edit']],
  ['anonymous', 'protected', ['viewsource']],
  ['newcomer', 'open', ['edit', 'move', 'watch']],
  ['user', 'open', ['edit', 'move', 'watch']],
  ['user', 'protected', ['viewsource', 'watch']],
  ['bureaucrat', 'open', ['edit', 'move', 'watch']],
  ['sysop', 'open', ['edit', 'delete', 'move', 'protect', 'watch']],
];

for (const [visitor, expected] of rightsOf) {
  test(`${visitor} has the rights of that persona and no others`, async ({ wiki }) => {
    const { query } = await (await sessionOf(wiki(), visitor)).ask(rightsAnswer, {
      action: 'query',
      meta: 'userinfo',
      uiprop: 'rights',
    });
    expect(watched.filter((right) => query.userinfo.rights.includes(right))).toEqual(expected);
  });
}

for (const [visitor, expected] of actionsOf) {
  test(`${visitor} may do to a page what that persona may`, async ({ wiki }) => {
    const session = await sessionOf(wiki(), visitor);
    expect(
      await allowedActions(session, {
        open: await (await wiki().as(author)).createPage('For everybody.'),
        'half protected': 'Half-protected page',
        protected: 'Protected page',
      }),
    ).toEqual(expected);
  });
}

for (const [visitor, page, expected] of tabsOf) {
  test(`${visitor} is offered on a page that is ${page} what that persona may do`, async ({ wiki }) => {
    const title =
      page === 'open' ? await (await wiki().as(author)).createPage('With tabs.') : 'Protected page';
    const session = await sessionOf(wiki(), visitor);
    const { html } = await wiki().receive(session, wiki().page(title, { useskin: 'monobook' }));
    expect(tabs.filter((tab) => html.includes(`id="ca-${tab}"`))).toEqual(expected);
  });
}

/** By what the API refuses: no button is asked. */
for (const visitor of ['anonymous', 'newcomer', 'user', 'bureaucrat'] as const) {
  test(`${visitor} is refused what belongs to sysops`, async ({ wiki }) => {
    const title = await (await wiki().as('user')).createPage('To stay.');
    const session = await sessionOf(wiki(), visitor);
    for (const deed of [
      { action: 'delete', title },
      { action: 'protect', title, protections: 'edit=sysop' },
      { action: 'block', user: 'Tester' },
      { action: 'undelete', title },
    ]) {
      await expect.soft(session.act(deed), deed.action).rejects.toThrow('permissiondenied');
    }
    expect(await session.read(title)).toBe('To stay.');
  });
}

async function sessionOf(wiki: TestedWiki, visitor: Visitor): Promise<Session> {
  return visitor === 'anonymous' ? wiki.anonymous() : wiki.as(visitor);
}

/** What the session may do to pages, asked by their titles. */
async function allowedActions(
  session: Session,
  titles: Readonly<Record<string, string>>,
): Promise<Record<string, readonly string[]>> {
  const question = { action: 'query', prop: 'info', intestactions: all.join('|') };
  const { query } = await session.ask(actionsAnswer, {
    ...question,
    titles: Object.values(titles).join('|'),
  });
  const allowed = (title: string) => {
    const found = query.pages.find((page) => page.title === title);
    return all.filter((action) => found?.actions[action]);
  };
  return Object.fromEntries(Object.entries(titles).map(([name, title]) => [name, allowed(title)]));
}

const rightsAnswer = z.object({ query: z.object({ userinfo: z.object({ rights: z.array(z.string()) }) }) });

const actionsAnswer = z.object({
  query: z.object({
    pages: z.array(z.object({ title: z.string(), actions: z.record(z.string(), z.boolean()) })),
  }),
});
