import { expect, test } from '../fixtures/browser-test.ts';

const wikitext = '[[File:Evening sea.png|thumb|120px|The sea]]\n[[File:Compass.svg|thumb|120px|A compass]]';

// The viewer asks the other wiki for the image in CORS mode, where a header that names the test would need leave.
test.use({ extraHTTPHeaders: {} });

test('the viewer opens an image, goes on to the next and closes', async ({ page, wiki }) => {
  const title = await (await wiki().as('user')).createPage(wikitext);
  await page.goto(wiki().page(title));
  await page.getByRole('figure').first().getByRole('link').click();
  const image = page.locator('.mw-mmv-image img');

  await expect(page).toHaveURL(/#\/media\/File:Evening_sea\.png$/);
  await expect(page.locator('.mw-mmv-title')).toHaveText('The sea');
  await expect(image).toHaveJSProperty('naturalWidth', 480);
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.mw-mmv-title')).toHaveText('A compass');
  await expect(page).toHaveURL(/#\/media\/File:Compass\.svg$/);

  await page.keyboard.press('Escape');
  await expect(image).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeInViewport();
});

test('an address that names an image opens it in the viewer', async ({ page, wiki }) => {
  const title = await (await wiki().as('user')).createPage(wikitext);
  await page.goto(`${wiki().page(title)}#/media/File:Evening_sea.png`);
  await expect(page.locator('.mw-mmv-image img')).toHaveJSProperty('naturalWidth', 480);
});
