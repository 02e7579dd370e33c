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
