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
    let bytes: Buffer = Buffer.allocUnsafe(chunkBytes);
    // At the beginning of `bytes`: a line whose end was not read yet.
    let rest = 0;
    for (;;) {
      if (rest === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(rest)]);
      const read = readSync(file, bytes, rest, bytes.length - rest, null);
      if (read === 0) break;
      const filled = bytes.subarray(0, rest + read);
      const end = filled.lastIndexOf(lineFeed) + 1;
      yield* linesIn(filled.subarray(0, end));
      bytes.copyWithin(0, end, filled.length);
      rest = filled.length - end;
    }
    if (rest > 0) yield bytes.toString('utf8', 0, rest);
  } finally {
    closeSync(file);
  }
}

/** Each line is decoded by itself: a letter beyond ASCII would make all others of the text slow. */
function* linesIn(bytes: Buffer): Generator<string> {
  let start = 0;
  for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
    if (end > start) yield bytes.toString('utf8', start, end);
    start = end + 1;
  }
}
