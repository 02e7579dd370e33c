import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { unique } from '../fixtures/unique.ts';

test('what sysops do to a page is in its log, by kind', async ({ wiki }) => {
  const sysop = await wiki().as('sysop');
  const [title, target] = [await sysop.createPage('One.'), unique('Target')];
  await sysop.act({ action: 'delete', title, reason: 'not needed' });
  await sysop.act({ action: 'undelete', title, reason: 'needed' });
  await sysop.act({ action: 'protect', title, protections: 'edit=sysop', reason: 'to keep it' });
  await sysop.act({ action: 'move', from: title, to: target, reason: 'a better name' });
  const logged = await sysop.list('logevents', { letitle: title, leprop: 'type|comment' });
  expect(logged.map(({ type, comment }) => `${type}: ${comment}`)).toEqual([
    'move: a better name',
    'protect: to keep it',
    'delete: needed',
    'delete: not needed',
    'create: made for a test',
  ]);

  const visitor = await wiki().anonymous();
  const log = async (type: string) => {
    const { html } = await wiki().receive(visitor, wiki().page(`Special:Log/${type}`, { page: title }));
    return ['to keep it', 'not needed', 'a better name'].filter((reason) => html.includes(reason));
  };
  expect(await log('protect')).toEqual(['to keep it']);
  expect(await log('delete')).toEqual(['not needed']);
  expect(await log('move')).toEqual(['a better name']);
});

const statistics = z.object({
  query: z.object({ statistics: z.object({ pages: z.number(), edits: z.number(), users: z.number() }) }),
});

test('statistics count new pages, edits and accounts', async ({ wiki }) => {
  const visitor = await wiki().anonymous();
  const question = { action: 'query', meta: 'siteinfo', siprop: 'statistics' };
  const counts = async () => (await visitor.ask(statistics, question)).query.statistics;
  const before = await counts();
  const user = await wiki().newUser();
  const title = await user.createPage('One.');
  await user.edit(title, 'Two.');

  await expect.poll(async () => (await counts()).edits - before.edits).toBeGreaterThanOrEqual(2);
  await expect.poll(async () => (await counts()).pages - before.pages).toBeGreaterThanOrEqual(1);
  await expect.poll(async () => (await counts()).users - before.users).toBeGreaterThanOrEqual(1);
});

test('the page of statistics has the numbers of the API', async ({ wiki }) => {
  const visitor = await wiki().anonymous();
  const { query } = await visitor.ask(statistics, {
    action: 'query',
    meta: 'siteinfo',
    siprop: 'statistics',
  });
  const { html } = await wiki().receive(visitor, wiki().page('Special:Statistics'));
  const numberOf = (row: string) => {
    const [, number = ''] =
      html.match(new RegExp(`mw-statistics-${row}"[\\s\\S]*?mw-statistics-numbers">([\\d,]+)`)) ?? [];
    return Number(number.replaceAll(',', ''));
  };
  // Other tests add meanwhile; neither of these is ever taken away.
  expect(numberOf('edits')).toBeGreaterThanOrEqual(query.statistics.edits);
  expect(numberOf('users')).toBeGreaterThanOrEqual(query.statistics.users);
});
