import { Writable } from 'node:stream';

/** A standard stream that keeps what was written. */
export class MemoryStream extends Writable {
  readonly isTTY: boolean;
  readonly columns = 120;
  readonly rows = 40;
  readonly #chunks: Buffer[] = [];

  constructor(isTTY = false) {
    super();
    this.isTTY = isTTY;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.bytes.toString();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }
}
