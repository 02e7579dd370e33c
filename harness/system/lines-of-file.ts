import { closeSync, openSync, readSync } from 'node:fs';

const chunkBytes = 1024 * 1024;

const lineFeed = 10;

/**
 * The lines of a file one after the other, so that it need not fit into memory; empty ones are left out. Waits for the
 * disk: pure code can go through it as through an array. Throws when there is no such file.
 */
export function* linesOfFile(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const read = readSync(file, chunk, 0, chunkBytes, null);
      if (read === 0) break;
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      const end = bytes.lastIndexOf(lineFeed) + 1;
      yield* bytes.toString('utf8', 0, end).split('\n').filter(Boolean);
      rest = bytes.subarray(end);
    }
    if (rest.length > 0) yield rest.toString('utf8');
  } finally {
    closeSync(file);
  }
}
