import { expect, test } from '../fixtures/api-test.ts';

test('the information on a page tells its size, its authors and its edits', async ({ wiki, request }) => {
  const [user, sysop] = [await wiki().as('user'), await wiki().as('sysop')];
  const title = await user.createPage('One.');
  await sysop.edit(title, 'One and two.');
  const html = await (await request.get(wiki().page(title, { action: 'info' }))).text();
  const row = (id: string) =>
    new RegExp(`id="mw-pageinfo-${id}"[\\s\\S]*?</td>\\s*<td>([\\s\\S]*?)</td>`)
      .exec(html)?.[1]
      ?.replace(/<[^>]+>/g, '');

  expect(row('length')).toBe('12');
  expect(row('edits')).toBe('2');
  expect(row('authors')).toBe('2');
  expect(row('firstuser')).toContain(user.name);
  expect(row('lastuser')).toContain(sysop.name);
});
