import { open } from 'node:fs/promises';
import { isMissing } from '../system/files.ts';

/** Bytes; longer than any record with its trace, short enough not to matter to memory. */
const longestLine = 1024 * 1024;

const lineFeed = 10;

/** The lines of a file, undefined for one that is too long; none when there is no such file. */
export async function* readLines(path: string): AsyncGenerator<string | undefined> {
  const file = await openIfPresent(path);
  if (!file) return;
  await using _ = file;
  const line = new LineBuffer();
  for await (const chunk of file.createReadStream({ autoClose: false })) yield* line.take(chunk);
  if (line.isBegun) yield line.end();
}

async function openIfPresent(path: string) {
  return open(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
}

/** A line that is still being read; forgets what it has once that is too long. */
export class LineBuffer {
  #parts: Buffer[] = [];
  #bytes = 0;

  get isBegun(): boolean {
    return this.#bytes > 0;
  }

  *take(chunk: Buffer): Generator<string | undefined> {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      this.#add(chunk.subarray(start, end));
      yield this.end();
      start = end + 1;
    }
    this.#add(chunk.subarray(start));
  }

  end(): string | undefined {
    const line = this.#bytes > longestLine ? undefined : Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#bytes = 0;
    return line;
  }

  #add(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > longestLine) this.#parts = [];
    else this.#parts.push(part);
  }
}
