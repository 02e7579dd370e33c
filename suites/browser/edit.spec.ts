import { expect, test } from '../fixtures/browser-test.ts';
import { passSecond } from '../fixtures/pass-second.ts';

test('an edit by form is saved with its summary', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().as('user'));
  const title = await user.createPage('The old text.');
  await page.goto(wiki().page(title, { action: 'edit' }));
  await expect(page.locator('#wpTextbox1')).toHaveValue('The old text.\n');
  await page.locator('#wpTextbox1').fill("The '''new''' text.");
  await page.getByLabel('Summary').fill('made it new');
  await page.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
  await expect(page.locator('#mw-content-text b')).toHaveText('new');
  const [newest] = await user.revisions(title);
  expect(newest).toMatchObject({ user: user.name, comment: 'made it new', content: "The '''new''' text." });
});

test('an edit of one section leaves the others alone', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().as('user'));
  const title = await user.createPage('== One ==\nFirst.\n\n== Two ==\nSecond.\n\n== Three ==\nThird.');
  await page.goto(wiki().page(title));
  await page.getByRole('link', { name: 'edit source', exact: true }).nth(1).click();
  await expect(page.locator('#wpTextbox1')).toHaveValue('== Two ==\nSecond.\n');
  await page.locator('#wpTextbox1').fill('== Two ==\nChanged.');
  await page.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.getByText('Changed.')).toBeVisible();
  expect(await user.read(title)).toBe('== One ==\nFirst.\n\n== Two ==\nChanged.\n\n== Three ==\nThird.');
});

test('the changes are shown before they are saved', async ({ page, wiki, signIn }) => {
  const user = await signIn(await wiki().as('user'));
  const title = await user.createPage('The cat sat here.');
  await page.goto(wiki().page(title, { action: 'edit' }));
  await page.locator('#wpTextbox1').fill('The cat slept here.');
  await page.getByRole('button', { name: 'Show changes' }).click();

  await expect(page.locator('#wikiDiff .diff-deletedline del')).toHaveText('sat');
  await expect(page.locator('#wikiDiff .diff-addedline ins')).toHaveText('slept');
  await expect(page.locator('#wpTextbox1')).toHaveValue(/^The cat slept here\.\n?$/);
  expect(await user.read(title)).toBe('The cat sat here.');
});

test('an edit conflict shows both texts and is resolved by hand', async ({ page, wiki, signIn }) => {
  const [user, other] = [await signIn(await wiki().as('user')), await wiki().as('sysop')];
  const title = await user.createPage('The old line.');
  await page.goto(wiki().page(title, { action: 'edit' }));
  await page.locator('#wpTextbox1').fill('My line.');
  await passSecond(other);
  await other.edit(title, 'The line of another.');
  await page.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Edit conflict' })).toBeVisible();
  await expect(page.locator('#wpTextbox1')).toHaveValue(/^The line of another\.\n?$/);
  await expect(page.locator('#wpTextbox2')).toHaveValue(/^My line\.\n?$/);
  expect(await user.read(title)).toBe('The line of another.');

  await page.locator('#wpTextbox1').fill('The line of both.');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.locator('#mw-content-text')).toContainText('The line of both.');
  expect(await user.read(title)).toBe('The line of both.');
});

test('edits of different sections at the same time are both kept', async ({ page, wiki, signIn }) => {
  const [user, other] = [await signIn(await wiki().as('user')), await wiki().as('sysop')];
  const text = '== One ==\nFirst.\n\n== Two ==\nSecond.';
  const title = await user.createPage(text);
  await page.goto(wiki().page(title, { action: 'edit', section: '2' }));
  await page.locator('#wpTextbox1').fill('== Two ==\nMine.');
  await passSecond(other);
  await other.edit(title, `Above.\n\n${text.replace('First', 'Another’s')}`);
  await page.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.locator('#mw-content-text')).toContainText('Mine.');
  expect(await user.read(title)).toBe('Above.\n\n== One ==\nAnother’s.\n\n== Two ==\nMine.');
});

test('a minor edit is marked as such, and the page watched or not as was chosen', async ({
  page,
  wiki,
  signIn,
}) => {
  const user = await signIn(await wiki().newUser());
  const title = await user.createPage('One.');
  await page.goto(wiki().page(title, { action: 'edit' }));
  await page.locator('#wpTextbox1').fill('Two.');
  await page.getByLabel('This is a minor edit').check();
  const watch = page.getByLabel('Watch this page');
  const watched = !(await watch.isChecked());
  await watch.setChecked(watched);
  await page.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.locator('#mw-content-text')).toContainText('Two.');
  expect(await user.isWatching(title)).toBe(watched);
  await expect
    .poll(() => user.list('recentchanges', { rctitle: title, rcprop: 'flags', rclimit: '1' }))
    .toMatchObject([{ minor: true }]);
});
