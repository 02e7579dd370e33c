import { expect, test } from '../fixtures/browser-test.ts';
import { imageFile } from '../fixtures/image-file.ts';

test('an image is uploaded by form and shown on its page', async ({ page, wiki, signIn }, info) => {
  const commons = wiki('testcommonswiki');
  const user = await signIn(await commons.as('user'));
  const image = await imageFile(info, { width: 60, height: 40 });
  await page.goto(commons.page('Special:Upload'));
  await page.locator('#wpUploadFile').setInputFiles(image.path);
  await expect(page.locator('#wpDestFile')).toHaveValue(image.name);
  await page.locator('#wpUploadDescription').fill('A plain image.');
  await page.getByRole('button', { name: 'Upload file' }).click();

  await expect(page.getByRole('heading', { level: 1, name: `File:${image.name}` })).toBeVisible();
  await expect(page.locator('#file img')).toHaveJSProperty('naturalWidth', 60);
  expect(await user.imageInfo(`File:${image.name}`)).toMatchObject({ width: 60, height: 40 });
});

test('a page shows an image of the shared repository', async ({ page, wiki }, info) => {
  const uploader = await wiki('testcommonswiki').as('user');
  const image = await imageFile(info, { width: 300, height: 200 });
  const file = await uploader.upload(image.path, image.name);
  const title = await (await wiki().as('user')).createPage(`[[${file}|thumb|120px|A caption]]`);
  await page.goto(wiki().page(title));

  const figure = page.getByRole('figure');
  await expect(figure).toContainText('A caption');
  await expect(figure.locator('img')).toHaveJSProperty('naturalWidth', 120);
});

test('a file that is there already is only uploaded again after a warning', async ({
  page,
  wiki,
  signIn,
}, info) => {
  const commons = wiki('testcommonswiki');
  const user = await signIn(await commons.as('user'));
  const image = await imageFile(info, { width: 60, height: 40 });
  await user.upload(image.path, image.name);
  await page.goto(commons.page('Special:Upload'));
  await page.locator('#wpUploadFile').setInputFiles(image.path);
  await page.locator('#wpDestFile').fill(`Copy-of-${image.name}`);
  await page.getByRole('button', { name: 'Upload file' }).click();
  await expect(page.getByText('This file is a duplicate of')).toBeVisible();
  await expect(page.getByRole('link', { name: image.name, exact: true })).toBeVisible();
  await expect(user.imageInfo(`File:Copy-of-${image.name}`)).rejects.toThrow();

  await page.getByRole('button', { name: 'Ignore warning and save file anyway' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `File:Copy-of-${image.name}` })).toBeVisible();
  expect(await user.imageInfo(`File:Copy-of-${image.name}`)).toMatchObject({ width: 60, height: 40 });
});

test('a new version of a file is uploaded from its page and shown with the old one', async ({
  page,
  wiki,
  signIn,
}, info) => {
  const commons = wiki('testcommonswiki');
  const user = await signIn(await commons.as('user'));
  const [old, fresh] = [
    await imageFile(info, { width: 60, height: 40 }),
    await imageFile(info, { width: 80, height: 50 }),
  ];
  const title = await user.upload(old.path, old.name, 'The description.');
  await page.goto(commons.page(title));
  await page.getByRole('link', { name: 'Upload a new version of this file' }).click();
  await page.locator('#wpUploadFile').setInputFiles(fresh.path);
  await page.getByLabel('File changes').fill('a larger one');
  await page.getByRole('button', { name: 'Upload file' }).click();

  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.locator('.filehistory tr', { hasText: 'a larger one' })).toContainText('80 × 50');
  await expect(page.locator('.filehistory tr', { hasText: '60 × 40' })).toHaveCount(1);
  expect(await user.imageInfo(title)).toMatchObject({ width: 80, height: 50 });
  expect(await user.read(title)).toBe('The description.');
});
