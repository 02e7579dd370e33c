import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ok } from '../../core/failure.ts';
import { sentenceOf } from '../../testing/unwrap.ts';
import type { IndexPlace } from './index-place.ts';
import { useIndex } from './open-index.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gm1-open-'));
});
afterAll(() => rm(root, { recursive: true }));

const nothing = async () => ok(undefined);

/** One on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

test('a database that does not answer is a failure without its password', async () => {
  const port = await closedPort();
  const url = `postgresql://gm1:secret@127.0.0.1:${port}/history`;
  expect(sentenceOf(await useIndex({ kind: 'database', url }, nothing))).toBe(
    `The database 127.0.0.1:${port}/history cannot be used. connect ECONNREFUSED 127.0.0.1:${port}. ` +
      'Check GM1_DATABASE_URL, or unset it to use the index of this machine.',
  );
});

test.each(['mysql://x/y', 'index.sqlite'])('%s is no URL of a PostgreSQL database', async (url) => {
  const opened = await useIndex({ kind: 'database', url }, nothing);
  expect(opened).toMatchObject({ ok: false, failure: { kind: 'usage' } });
  expect(sentenceOf(opened)).toContain('Write it as postgresql://user:password@host:5432/database.');
});

test('a file that cannot be opened is a failure that names it', async () => {
  const place: IndexPlace = { kind: 'file', path: root };
  expect(sentenceOf(await useIndex(place, nothing))).toBe(
    `The index ${root} cannot be used. unable to open database file. Mend that, then try again.`,
  );
});

test('a bug in its use is no failure of the database', async () => {
  const use = useIndex({ kind: 'file', path: join(root, 'index.sqlite') }, async () => {
    throw new TypeError('x is not a function');
  });
  await expect(use).rejects.toThrow('x is not a function');
});
