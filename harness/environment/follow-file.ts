import { PassThrough, Writable } from 'node:stream';
import type { Provider, Target } from './provider.ts';

/**
 * Prints a file from a byte on (from its beginning when it is shorter), and what is added to it from then on; goes on
 * with the new file when the old one is put aside or emptied.
 */
const script = `size=$(stat -c %s "$1" 2>/dev/null || echo 0)
[ "$size" -ge "$2" ] || set -- "$1" 0
LC_ALL=C exec tail -c "+$(($2 + 1))" -F "$1"`;

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
    const command = ['sh', '-c', script, 'sh', this.#path, String(this.#position)];
    const over = this.#provider
      .attach(target, command, { stdout, stderr, signal })
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
