import { expect, test } from '../fixtures/browser-test.ts';
import { unique } from '../fixtures/unique.ts';

const images = [
  { alt: 'Water', file: 'Evening sea.png', width: 100 },
  { alt: 'Needle', file: 'Compass.svg', width: 100 },
  { alt: 'Light', file: 'Beacon.gif', width: 60 },
  { alt: 'Tides', file: 'Tide table.pdf|page=2', width: 100 },
];

test('images of every kind are shown at the size that is asked for', async ({ page, wiki }) => {
  const links = images.map(({ alt, file, width }) => `[[File:${file}|${width}px|alt=${alt}]]`);
  const title = await (await wiki().as('user')).createPage(links.join('\n'));
  await page.goto(wiki().page(title));

  for (const { alt, width } of images) {
    const image = page.getByRole('img', { name: alt });
    await expect(image).toHaveJSProperty('width', width);
    await expect(image).not.toHaveJSProperty('naturalWidth', 0);
  }
});

test('an image that is not there is a link to uploading it', async ({ page, wiki }) => {
  const name = `${unique('Missing').replace(' ', '-')}.png`;
  const title = await (await wiki().as('user')).createPage(`[[File:${name}|thumb|What it would show]]`);
  await page.goto(wiki().page(title));

  const figure = page.getByRole('figure');
  await expect(figure).toContainText('What it would show');
  await expect(figure.getByRole('link')).toHaveAttribute('href', new RegExp(`wpDestFile=${name}`));
});
