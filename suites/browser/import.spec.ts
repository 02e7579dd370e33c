import { expect, test } from '../fixtures/browser-test.ts';
import { historyXml } from '../fixtures/history-xml.ts';
import { unique } from '../fixtures/unique.ts';

test('a history is imported by form from a file', async ({ page, wiki, signIn }) => {
  const sysop = await signIn(await wiki().as('sysop'));
  const title = unique('Imported');
  const revision = { timestamp: '2005-04-03T02:01:00Z', author: 'Somebody', comment: 'long ago' };
  const xml = historyXml(title, [{ ...revision, text: 'An old text.' }]);
  await page.goto(wiki().page('Special:Import'));
  const buffer = Buffer.from(await xml.arrayBuffer());
  await page.locator('input[type=file]').setInputFiles({ name: xml.name, mimeType: xml.type, buffer });
  await page.locator('input[name=usernamePrefix]').fill('old');
  await page.getByRole('button', { name: 'Upload file' }).click();

  await expect(page.getByText('Import finished!')).toBeVisible();
  await expect(page.getByRole('link', { name: title })).toBeVisible();
  const oldest = (await sysop.revisions(title)).at(-1);
  expect(oldest).toMatchObject({ user: 'old>Somebody', comment: 'long ago', content: 'An old text.' });
});
