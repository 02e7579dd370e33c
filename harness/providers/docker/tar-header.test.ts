import { once } from 'node:events';
import fc from 'fast-check';
import { extract, type Header } from 'tar-stream';
import { expect, test } from 'vitest';
import { padding, type TarMember, tarHeader } from './tar-header.ts';

/** As another program reads it. */
async function readBack(member: TarMember): Promise<Header | undefined> {
  const headers: Header[] = [];
  const archive = extract();
  archive.on('entry', (header, content, next) => {
    headers.push(header);
    content.resume();
    next();
  });
  const content = Buffer.alloc(member.bytes + padding(member.bytes));
  archive.end(Buffer.concat([tarHeader(member), content, Buffer.alloc(1024)]));
  await once(archive, 'finish');
  return headers[0];
}

const names = fc
  .array(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((name) => !/[/\0]/.test(name)),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join('/'))
  // Every reader takes a name that ends with a slash for a folder's, and drops spaces at no place.
  .filter((name) => !name.endsWith('/'));

test('names, targets, sizes and modes are read back as they were, however long', async () => {
  await fc.assert(
    fc.asyncProperty(names, names, fc.nat(2000), fc.boolean(), async (name, to, bytes, executable) => {
      const mode = executable ? 0o755 : 0o644;
      expect(await readBack({ name, type: 'file', mode, bytes, time: 979516800 })).toMatchObject({
        name,
        type: 'file',
        mode,
        size: bytes,
        uid: 0,
        gid: 0,
        mtime: new Date('2001-01-15T00:00:00Z'),
      });
      expect(await readBack({ name, type: 'link', mode: 0o777, bytes: 0, time: 0, to })).toMatchObject({
        name,
        type: 'symlink',
        linkname: to,
      });
    }),
  );
});

test.each([99, 100, 101, 989, 990, 991, 9990])('a name of %i letters is read back whole', async (length) => {
  const name = 'n'.repeat(length);
  expect(await readBack({ name, type: 'file', mode: 0o644, bytes: 0, time: 0 })).toMatchObject({ name });
});

test('a file larger than a header can say is refused', () => {
  const member = { name: 'large', type: 'file', mode: 0o644, bytes: 8 ** 11, time: 0 } as const;
  expect(() => tarHeader(member)).toThrow('large has 8589934592 bytes');
});
