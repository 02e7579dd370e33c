import type { APIRequestContext } from '@playwright/test';
import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import type { TestedWiki } from '../fixtures/tested-wiki.ts';

const answer = z.object({
  query: z.object({
    pages: z.tuple([
      z.object({
        imageinfo: z.tuple([
          z.object({ thumburl: z.url(), thumbwidth: z.number(), thumbheight: z.number() }),
        ]),
      }),
    ]),
  }),
});

/** What the wiki says of a thumbnail, and the thumbnail. */
async function thumbnailOf(
  request: APIRequestContext,
  wiki: TestedWiki,
  file: string,
  parameters: Readonly<Record<string, string>>,
) {
  const { query } = await (await wiki.anonymous()).ask(answer, {
    action: 'query',
    titles: file,
    prop: 'imageinfo',
    iiprop: 'url|size|mime',
    ...parameters,
  });
  const [{ imageinfo }] = query.pages;
  const image = await request.get(imageinfo[0].thumburl);
  return { told: imageinfo[0], image, bytes: await image.body() };
}

const isPng = (bytes: Buffer) => bytes.subarray(1, 4).toString() === 'PNG';
const pngSize = (bytes: Buffer) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

for (const [file, widths] of [
  ['File:Evening sea.png', [40, 301]],
  ['File:Compass.svg', [50, 400]],
  ['File:Tide table.pdf', [120]],
] as const) {
  for (const width of widths) {
    test(`a thumbnail of ${file} is a picture ${width} pixels wide`, async ({ wiki, request }) => {
      const wanted = { iiurlwidth: String(width) };
      const { told, image, bytes } = await thumbnailOf(request, wiki('testcommonswiki'), file, wanted);
      expect(image.status()).toBe(200);
      expect(told.thumbwidth).toBe(width);
      if (isPng(bytes)) expect(pngSize(bytes)).toEqual([width, told.thumbheight]);
      else expect(image.headers()['content-type']).toBe('image/jpeg');
      expect(bytes.length).toBeGreaterThan(100);
    });
  }
}

test('a thumbnail of an animation is an animation', async ({ wiki, request }) => {
  const wanted = { iiurlwidth: '20' };
  const { image, bytes } = await thumbnailOf(request, wiki('testcommonswiki'), 'File:Beacon.gif', wanted);
  expect(image.headers()['content-type']).toBe('image/gif');
  expect(bytes.subarray(0, 4).toString()).toBe('GIF8');
  const frames = bytes.toString('latin1').split('\x21\xf9\x04').length - 1;
  expect(frames).toBeGreaterThan(1);
});

test('a picture is never blown up', async ({ wiki, request }) => {
  const commons = wiki('testcommonswiki');
  const { told } = await thumbnailOf(request, commons, 'File:Evening sea.png', { iiurlwidth: '5000' });
  expect(told.thumbwidth).toBe(480);
});

for (const { what, query, status } of [
  { what: 'a file that is not there', query: 'f=No_such_picture.png&width=120', status: 404 },
  { what: 'more pixels than there are', query: 'f=Evening_sea.png&width=5000', status: 400 },
  { what: 'no width', query: 'f=Evening_sea.png', status: 400 },
  { what: 'a name that cannot be one', query: 'f=A%3Cb.png&width=120', status: 404 },
]) {
  test(`thumb.php answers ${what} with ${status} and no picture`, async ({ wiki, request }) => {
    const refused = await request.get(wiki('testcommonswiki').script(`thumb.php?${query}`));
    expect(refused.status()).toBe(status);
    expect(refused.headers()['content-type']).toMatch(/^text\/html/);
    expect(await refused.text()).toContain('Error generating thumbnail');
  });
}

test('thumb.php and the address of a thumbnail give the same picture', async ({ wiki, request }) => {
  const commons = wiki('testcommonswiki');
  const wanted = { iiurlwidth: '200' };
  const { bytes } = await thumbnailOf(request, commons, 'File:Evening sea.png', wanted);
  const direct = await request.get(commons.script('thumb.php?f=Evening_sea.png&width=200'));
  expect(direct.headers()['content-type']).toBe('image/png');
  expect(pngSize(await direct.body())).toEqual(pngSize(bytes));
});
