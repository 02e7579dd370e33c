/** A piece of what a command wrote, as the engine passes it on. */
export interface Frame {
  readonly to: 'stdout' | 'stderr';
  readonly content: Buffer;
}

const headerBytes = 8;

/**
 * Takes the engine's frames apart: stream, three zero bytes, length (4 bytes, big-endian), content. A frame that comes
 * in pieces is passed on in pieces, so that nothing waits for the rest of a line.
 */
export async function* readFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let header = Buffer.alloc(0);
  let left = 0;
  for await (let chunk of chunks) {
    while (chunk.length > 0) {
      if (left === 0) {
        const missing = headerBytes - header.length;
        header = Buffer.concat([header, chunk.subarray(0, missing)]);
        chunk = chunk.subarray(missing);
        if (header.length < headerBytes) break;
        left = header.readUInt32BE(4);
      } else {
        const content = chunk.subarray(0, left);
        yield { to: header[0] === 2 ? 'stderr' : 'stdout', content };
        chunk = chunk.subarray(content.length);
        left -= content.length;
      }
      if (left === 0) header = Buffer.alloc(0);
    }
  }
}
