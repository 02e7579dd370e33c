import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BuiltImage, ImageBuilder } from '../image/builder.ts';
import { listTree } from '../system/list-tree.ts';
import { sentenceOf, unwrap } from './unwrap.ts';

/** What every image builder does alike; run for each of them. Leaves no image behind. */
export function describeImageBuilder(title: string, builderOf: () => ImageBuilder): void {
  const signal = AbortSignal.timeout(600_000);
  const labels = { gm1: 'build', purpose: 'test' };
  const mark = crypto.randomUUID().slice(0, 8);
  const ref = (name: string) => `gm1/test-${mark}:${name}`;
  const names = ['one', 'again', 'two', 'other', 'moved'];
  let scratch: string;
  let base: BuiltImage;

  const addLayer = async (name: string, parent: BuiltImage, content: string) => {
    const directory = join(scratch, content);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'file'), content);
    const parts = [{ directory, target: 'tree', entries: await listTree(directory) }];
    const build = { ref: ref(name), parent, parts, removed: [], target: '/srv/x', labels, signal };
    return unwrap(await builderOf().addLayer(build));
  };
  const find = async (name: string) => unwrap(await builderOf().find(ref(name)));
  const listed = async (digest: string) =>
    unwrap(await builderOf().list()).find((image) => image.digest === digest);

  describe(title, { timeout: 60_000 }, () => {
    beforeAll(async () => {
      scratch = await mkdtemp(join(tmpdir(), 'gm1-images-'));
      base = unwrap(await builderOf().base('trixie', signal));
    }, 300_000);

    afterAll(async () => {
      for (const name of names) await builderOf().remove(ref(name));
      await rm(scratch, { recursive: true });
    });

    test('an image that is not there is not found, which is no failure', async () => {
      expect(await find('nothing')).toBeUndefined();
    });

    test('a layer lies on those of the parent, and the image is found as it was made', async () => {
      const image = await addLayer('one', base, 'first');
      expect(image.layers).toEqual([...base.layers, expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]);
      expect(image).toMatchObject({ ref: ref('one'), labels });
      expect(await find('one')).toEqual(image);
    });

    test('the same parent, parts and labels make the same digest, other content another', async () => {
      const one = await addLayer('one', base, 'first');
      expect((await addLayer('again', base, 'first')).digest).toBe(one.digest);
      const other = await addLayer('other', base, 'second');
      expect(other.digest).not.toBe(one.digest);
      expect(other.layers.slice(0, -1)).toEqual(one.layers.slice(0, -1));
    });

    test('a list has an image once, with all its names and the layers of what is made of it', async () => {
      const one = await addLayer('one', base, 'listed');
      const two = await addLayer('two', one, 'first');
      unwrap(await builderOf().tag(ref('one'), ref('again')));
      const found = await listed(one.digest);
      expect(found).toMatchObject({ labels, bytes: one.bytes, layers: one.layers, usedBy: [] });
      expect(found?.refs.toSorted()).toEqual([ref('again'), ref('one')]);
      expect((await listed(two.digest))?.layers).toEqual([...one.layers, two.layers.at(-1)]);
    });

    test('a list says when an image was made or named, though its digest does not depend on the time', async () => {
      const before = Date.now();
      const one = await addLayer('one', base, 'timed');
      const created = (await listed(one.digest))?.created ?? '';
      expect(Date.parse(created)).toBeGreaterThanOrEqual(before);
      expect(created).toBe(new Date(created).toISOString());
    });

    test('a name moves to another image', async () => {
      await addLayer('moved', base, 'first');
      const other = await addLayer('other', base, 'second');
      unwrap(await builderOf().tag(ref('other'), ref('moved')));
      expect((await find('moved'))?.digest).toBe(other.digest);
    });

    test('what is not there cannot be named', async () => {
      expect(sentenceOf(await builderOf().tag(ref('nothing'), ref('again')))).toContain(ref('nothing'));
    });

    test('an image goes with its last name, and what is gone is not removed again', async () => {
      const one = await addLayer('one', base, 'going');
      unwrap(await builderOf().tag(ref('one'), ref('again')));
      expect(unwrap(await builderOf().remove(ref('one')))).toBe(true);
      expect(await find('one')).toBeUndefined();
      expect((await find('again'))?.digest).toBe(one.digest);
      expect(unwrap(await builderOf().remove(ref('again')))).toBe(true);
      expect(await listed(one.digest)).toBeUndefined();
      expect(unwrap(await builderOf().remove(ref('again')))).toBe(false);
    });

    test('the name of an image can go while another is made of it', async () => {
      const one = await addLayer('one', base, 'below');
      const two = await addLayer('two', one, 'first');
      expect(unwrap(await builderOf().remove(ref('one')))).toBe(true);
      expect(await find('two')).toEqual(two);
    });
  });
}
