import { z } from 'zod';
import { expect, test } from '../fixtures/api-test.ts';
import { type ImageFile, imageFile } from '../fixtures/image-file.ts';
import { passSecond } from '../fixtures/pass-second.ts';
import type { Parameters, Session } from '../fixtures/session.ts';

const size = { width: 20, height: 10 };

const answer = z.object({
  upload: z.object({
    result: z.string(),
    filekey: z.string().optional(),
    warnings: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** Uploads a file and lets nothing pass that the wiki warns of. */
async function upload(session: Session, { bytes }: ImageFile, filename: string, details: Parameters = {}) {
  const file = new File([Uint8Array.from(bytes)], filename, { type: 'image/png' });
  const order = { action: 'upload', filename, comment: 'made for a test', ...details };
  return (await session.perform(answer, order, { file })).upload;
}

const history = z.object({
  query: z.object({
    pages: z.tuple([
      z.object({ imageinfo: z.array(z.object({ size: z.number(), archivename: z.string().optional() })) }),
    ]),
  }),
});

/** The versions of a file, newest first. */
async function versions(session: Session, title: string) {
  const { query } = await session.ask(history, {
    action: 'query',
    titles: title,
    prop: 'imageinfo',
    iiprop: 'size|archivename',
    iilimit: '5',
  });
  return query.pages[0].imageinfo;
}

test('a file that is there under another name is pointed out and kept until it is confirmed', async ({
  wiki,
}, info) => {
  const uploader = await wiki('testcommonswiki').as('user');
  const image = await imageFile(info, size);
  await uploader.upload(image.path, image.name);
  const copy = `Copy-of-${image.name}`;
  const warned = await upload(uploader, image, copy);
  expect(warned).toMatchObject({ result: 'Warning', warnings: { duplicate: [image.name] } });
  await expect(uploader.imageInfo(`File:${copy}`)).rejects.toThrow();

  const filekey = z.string().parse(warned.filekey);
  await uploader.act({ action: 'upload', filename: copy, filekey, ignorewarnings: '1' });
  expect(await uploader.imageInfo(`File:${copy}`)).toMatchObject(size);
});

test('a name that is taken is pointed out and the file behind it stays', async ({ wiki }, info) => {
  const uploader = await wiki('testcommonswiki').as('user');
  const [old, other] = [await imageFile(info, size), await imageFile(info, { width: 30, height: 30 })];
  const title = await uploader.upload(old.path, old.name);
  const warned = await upload(uploader, other, old.name);

  expect(warned).toMatchObject({ result: 'Warning', warnings: { exists: old.name } });
  expect(await uploader.imageInfo(title)).toMatchObject(size);
});

test('a new version takes the place of the old, which is kept and can be brought back', async ({
  wiki,
  request,
}, info) => {
  const uploader = await wiki('testcommonswiki').as('user');
  const [old, fresh] = [await imageFile(info, size), await imageFile(info, { width: 30, height: 30 })];
  const title = await uploader.upload(old.path, old.name, 'The description.');
  await upload(uploader, fresh, old.name, { ignorewarnings: '1', text: 'Not the description.' });
  const [, before] = await versions(uploader, title);
  expect((await uploader.imageInfo(title)).width).toBe(30);
  expect(before?.size).toBe(old.bytes.length);
  expect(await uploader.read(title)).toBe('The description.');

  const archivename = before?.archivename ?? '';
  // The names of old versions are times, and that of the same second would be taken.
  await passSecond(uploader);
  await uploader.act({ action: 'filerevert', filename: old.name, archivename });
  const { url } = await uploader.imageInfo(title);
  expect(old.bytes.equals(await (await request.get(url)).body()), 'the old bytes are back').toBe(true);
  expect(await versions(uploader, title)).toHaveLength(3);
});

test('what is not what its name says, or of a kind that is not allowed, is refused', async ({
  wiki,
}, info) => {
  const uploader = await wiki('testcommonswiki').as('user');
  const image = await imageFile(info, size);
  const text = { ...image, bytes: Buffer.from('This is no image.') };
  const refusal = /^(verification-error|filetype)/;
  const confirmed = { ignorewarnings: '1' };
  await expect(upload(uploader, text, image.name, confirmed)).rejects.toThrow(refusal);
  await expect(upload(uploader, image, `${image.name}.exe`, confirmed)).rejects.toThrow(refusal);
  await expect(uploader.imageInfo(`File:${image.name}`)).rejects.toThrow();
});

test('strangers upload nothing, and a script within an SVG is refused', async ({ wiki }, info) => {
  const commons = wiki('testcommonswiki');
  const image = await imageFile(info, size);
  const stranger = await commons.anonymous();
  await expect(upload(stranger, image, image.name)).rejects.toThrow(/^(permissiondenied|mustbeloggedin)/);

  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script><rect/></svg>';
  const drawing = { ...image, bytes: Buffer.from(svg) };
  const uploader = await commons.as('user');
  const refused = upload(uploader, drawing, `${image.name}.svg`, { ignorewarnings: '1' });
  await expect(refused).rejects.toThrow(/^(verification-error|uploadscripted)/);
});
