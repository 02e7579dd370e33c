import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freeBytes } from './free-bytes.ts';

test('a disk has no more bytes free than it has', async () => {
  const { blocks, bsize } = await statfs(tmpdir());
  const free = await freeBytes(tmpdir());
  expect(free).toBeGreaterThan(0);
  expect(free).toBeLessThanOrEqual(blocks * bsize);
});

test('of a folder that is not there nobody can tell', async () => {
  expect(await freeBytes(join(tmpdir(), 'gm1-no-such-folder'))).toBeUndefined();
});
