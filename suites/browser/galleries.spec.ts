import { expect, test } from '../fixtures/browser-test.ts';

const files = 'File:Evening sea.png|The sea\nFile:Compass.svg|A compass\nFile:Tide table.pdf|The tides';

test('a gallery shows all of its images, and packs them into rows of one height', async ({ page, wiki }) => {
  const text = `<gallery>\n${files}\n</gallery>\n<gallery mode="packed" heights="90">\n${files}\n</gallery>`;
  const title = await (await wiki().as('user')).createPage(text);
  await page.goto(wiki().page(title));

  const images = page.locator('.gallerybox img');
  await expect(images).toHaveCount(6);
  for (const image of await images.all()) await expect(image).not.toHaveJSProperty('naturalWidth', 0);
  await expect(page.locator('.mw-gallery-traditional .gallerytext')).toHaveText([
    'The sea',
    'A compass',
    'The tides',
  ]);
  const packed = await page.locator('.mw-gallery-packed img').all();
  const heights = await Promise.all(packed.map(async (image) => (await image.boundingBox())?.height));
  expect(new Set(heights).size).toBe(1);
});

test('a slideshow goes from image to image', async ({ page, wiki }) => {
  const text = `<gallery mode="slideshow">\n${files}\n</gallery>`;
  const title = await (await wiki().as('user')).createPage(text);
  await page.goto(wiki().page(title));
  const gallery = page.locator('.mw-gallery-slideshow');
  const shown = gallery.locator('.gallerycarousel');

  await expect(shown).toContainText('The sea');
  await shown.getByRole('button').last().click();
  await expect(shown).toContainText('A compass');
});
