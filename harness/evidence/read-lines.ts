import { open } from 'node:fs/promises';
import { isMissing } from '../system/files.ts';

/** Bytes; longer than any record with its trace, short enough not to matter to memory. */
const longestLine = 1024 * 1024;

/** Bytes of a line of text that are worth reading; what is cut off is said. */
const longestText = 64 * 1024;

const lineFeed = 10;

/** What becomes of a line that is too long: half a JSON object is worth nothing, the beginning of a text says most. */
export type LongLines = 'leave out' | 'cut off';

/** The lines of a file, undefined for one that is left out; none when there is no such file. */
export async function* readLines(
  path: string,
  longLines: LongLines = 'leave out',
): AsyncGenerator<string | undefined> {
  const file = await openIfPresent(path);
  if (!file) return;
  await using _ = file;
  const line = new LineBuffer(longLines);
  for await (const chunk of file.createReadStream({ autoClose: false })) yield* line.take(chunk);
  if (line.isBegun) yield line.end();
}

async function openIfPresent(path: string) {
  return open(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
}

/** A line that is still being read; keeps of one that is too long what it may. */
export class LineBuffer {
  readonly #longLines: LongLines;
  #parts: Buffer[] = [];
  /** Of the parts, and of the line. */
  #kept = 0;
  #bytes = 0;

  constructor(longLines: LongLines = 'leave out') {
    this.#longLines = longLines;
  }

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
    const line = this.#text();
    this.#parts = [];
    this.#kept = 0;
    this.#bytes = 0;
    return line;
  }

  #text(): string | undefined {
    const rest = this.#bytes - this.#kept;
    if (rest > 0 && this.#longLines === 'leave out') return undefined;
    const text = Buffer.concat(this.#parts).toString('utf8');
    return rest > 0 ? `${text}… (${rest} more bytes)` : text;
  }

  #add(part: Buffer): void {
    const most = this.#longLines === 'leave out' ? longestLine : longestText;
    this.#bytes += part.length;
    if (this.#longLines === 'leave out' && this.#bytes > most) this.#forget();
    else if (this.#kept < most) this.#keep(part.subarray(0, most - this.#kept));
  }

  #forget(): void {
    this.#parts = [];
    this.#kept = 0;
  }

  #keep(part: Buffer): void {
    this.#parts.push(part);
    this.#kept += part.length;
  }
}
