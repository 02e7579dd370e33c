import { PassThrough, Writable } from 'node:stream';
import type { Provider, Target } from './provider.ts';

/** What `tail` says when the file is another one from here on. */
const beginsAnew = /truncated|replaced|inaccessible/;

/** A file of a service that grows, read from its beginning. It need not be there yet. */
export class FollowedFile {
  readonly #provider: Pick<Provider, 'attach'>;
  readonly #path: string;
  /** How far the file was read. Bytes. */
  #position = 0;

  constructor(provider: Pick<Provider, 'attach'>, path: string) {
    this.#provider = provider;
    this.#path = path;
  }

  /**
   * What was not read yet and what comes, until the signal, or until the service ends: then it can be read again. If
   * the file began anew in between, that starts at its beginning: rather a line twice than never.
   */
  async *read(target: Target, signal: AbortSignal): AsyncGenerator<Buffer> {
    const stdout = new PassThrough();
    let isSameFile = true;
    const stderr = listener((said) => {
      if (beginsAnew.test(said)) isSameFile = false;
    });
    // It begins at the beginning when the file is shorter than that.
    const command = ['tail', '-c', `+${this.#position + 1}`, '-F', this.#path];
    const over = this.#provider
      .attach(target, command, { stdout, stderr, signal, env: { LC_ALL: 'C' } })
      .finally(() => stdout.end());
    for await (const chunk of stdout) {
      this.#position += chunk.length;
      yield chunk;
    }
    await over;
    if (!isSameFile) this.#position = 0;
  }
}

function listener(listen: (said: string) => void): Writable {
  return new Writable({
    write(said, _encoding, done) {
      listen(String(said));
      done();
    },
  });
}
