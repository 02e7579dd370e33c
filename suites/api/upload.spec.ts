import { createHash } from 'node:crypto';
import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { imageFile } from '../fixtures/image-file.ts';

test('an uploaded image is described as it is and comes back unchanged', async ({ wiki, request }, info) => {
  const uploader = await wiki('testcommonswiki').as('user');
  const image = await imageFile(info, { width: 40, height: 30 });
  const title = await uploader.upload(image.path, image.name, 'A plain image.');

  const described = await uploader.imageInfo(title);
  const sha1 = createHash('sha1').update(image.bytes).digest('hex');
  expect(described).toMatchObject({
    width: 40,
    height: 30,
    mime: 'image/png',
    size: image.bytes.length,
    sha1,
  });
  expect(await uploader.read(title)).toBe('A plain image.');
  const download = await request.get(described.url);
  expect(await download.body()).toEqual(image.bytes);
});

test('a thumbnail is made on demand in the width that is asked for', async ({ wiki, request }, info) => {
  const uploader = await wiki('testcommonswiki').as('user');
  const image = await imageFile(info, { width: 400, height: 300 });
  const title = await uploader.upload(image.path, image.name);

  const { thumburl } = await uploader.imageInfo(title, { iiurlwidth: '120' });
  const thumbnail = await request.get(z.string().parse(thumburl));
  expect(thumbnail.status()).toBe(200);
  expect(thumbnail.headers()['content-type']).toBe('image/png');
  expect(pngWidth(await thumbnail.body())).toBe(120);
});

test('a file of the shared repository can be used on another wiki', async ({ wiki }, info) => {
  const uploader = await wiki('testcommonswiki').as('user');
  const image = await imageFile(info, { width: 40, height: 30 });
  const title = await uploader.upload(image.path, image.name);

  const reader = await wiki('testwiki').anonymous();
  const shared = await reader.imageInfo(title);
  expect(shared).toMatchObject({ width: 40, height: 30, repository: 'testcommonswiki' });
  expect(shared.url).toBe((await uploader.imageInfo(title)).url);
});

/** Of a PNG, in pixels: the first number of its header. */
function pngWidth(bytes: Buffer): number {
  return bytes.readUInt32BE(16);
}
