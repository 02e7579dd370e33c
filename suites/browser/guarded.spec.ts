import { expect, test } from '../fixtures/browser-test.ts';
import { guardedWiki } from '../fixtures/guarded-wiki.ts';
import { unique } from '../fixtures/unique.ts';

test.beforeEach(({ endpoints }) => {
  test.skip(
    !guardedWiki(endpoints),
    'no wiki of this environment has the shape guarded: the others ask no questions',
  );
});

test('a stranger makes an account by the right answer alone', async ({ page, wiki, endpoints }) => {
  const [name, password] = [unique('Newcomer'), unique('secret')];
  await page.goto(wiki(guardedWiki(endpoints)).page('Special:CreateAccount'));
  const send = async (answer: string) => {
    await page.getByLabel('Username').fill(name);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByLabel('Confirm password').fill(password);
    await page.locator('input[name="captchaWord"]').fill(answer);
    await page.getByRole('button', { name: 'Create your account' }).click();
  };
  await send('43');
  await expect(page.getByText('Incorrect or missing CAPTCHA').first()).toBeVisible();
  await send('42');
  await expect(page.getByRole('heading', { level: 1, name: `Welcome, ${name}!` })).toBeVisible();
});

test('a stranger writes under one temporary account and shows no address', async ({
  page,
  wiki,
  endpoints,
}) => {
  const site = wiki(guardedWiki(endpoints));
  const title = unique('Page');
  for (const text of ['One.', 'Two.']) {
    await page.goto(site.page(title, { action: 'edit' }));
    await page.getByRole('textbox', { name: 'Wikitext source editor' }).fill(text);
    await page.getByRole('button', { name: /Publish|Save/ }).click();
    await expect(page.locator('.mw-parser-output')).toContainText(text);
  }
  const revisions = await (await site.as('user')).revisions(title);
  const authors = new Set(revisions.map(({ user }) => user));
  expect(revisions).toHaveLength(2);
  expect([...authors]).toEqual([expect.stringMatching(/^~\d{4}-/)]);
});
