import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFrames } from './engine-frames.ts';

type Piece = { readonly to: 'stdout' | 'stderr'; readonly content: Uint8Array };

function frameOf({ to, content }: Piece): Buffer {
  const header = Buffer.alloc(8);
  header[0] = to === 'stdout' ? 1 : 2;
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

function* cutAt(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

async function read(chunks: Iterable<Buffer>) {
  const all = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  for await (const { to, content } of readFrames(asyncly(chunks))) all[to].push(content);
  return { stdout: Buffer.concat(all.stdout), stderr: Buffer.concat(all.stderr) };
}

async function* asyncly<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

const piece = fc.record({
  to: fc.constantFrom('stdout' as const, 'stderr' as const),
  content: fc.uint8Array({ maxLength: 40 }),
});

test('both streams come out whole and in order, however the bytes were cut', () =>
  fc.assert(
    fc.asyncProperty(fc.array(piece), fc.array(fc.nat(30)), async (pieces, sizes) => {
      const bytes = Buffer.concat(pieces.map(frameOf));
      const contentOf = (stream: string) =>
        Buffer.concat(pieces.filter(({ to }) => to === stream).map(({ content }) => content));
      expect(await read(cutAt(bytes, sizes))).toEqual({
        stdout: contentOf('stdout'),
        stderr: contentOf('stderr'),
      });
    }),
  ));

test('the beginning of a frame does not wait for its end', async () => {
  const bytes = frameOf({ to: 'stdout', content: Buffer.from('begin end') });
  let isAsked = false;
  const chunks = async function* () {
    yield bytes.subarray(0, 13);
    isAsked = true;
    yield bytes.subarray(13);
  };
  const first = await readFrames(chunks()).next();
  expect(first.value?.content.toString()).toBe('begin');
  expect(isAsked).toBe(false);
});
