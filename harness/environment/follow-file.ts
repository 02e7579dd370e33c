import { PassThrough, Writable } from 'node:stream';
import type { Provider, Target } from './provider.ts';

/**
 * Prints a file from a byte on (from its beginning when it is shorter), and what is added to it from then on; goes on
 * with the new file when the old one is put aside or emptied.
 */
const script = `size=$(stat -c %s "$1" 2>/dev/null || echo 0)
[ "$size" -ge "$2" ] || set -- "$1" 0
LC_ALL=C exec tail -c "+$(($2 + 1))" -F "$1"`;

/** What `tail` says when it goes on with the beginning of a file. */
const beginsAnew = /truncated|replaced|appeared/;

/** A file of a service that grows, read from its beginning. It need not be there yet. */
export class FollowedFile {
  readonly #provider: Pick<Provider, 'attach'>;
  readonly #path: string;
  /** Of the file as it is now, as far as it was read. Bytes. */
  #position = 0;

  constructor(provider: Pick<Provider, 'attach'>, path: string) {
    this.#provider = provider;
    this.#path = path;
  }

  /** What was not read yet and what comes, until the signal, or until the service ends: then it can be read again. */
  async *read(target: Target, signal: AbortSignal): AsyncGenerator<Buffer> {
    const stdout = new PassThrough();
    const command = ['sh', '-c', script, 'sh', this.#path, String(this.#position)];
    const attachment = { stdout, stderr: this.#listener(), signal };
    const over = this.#provider.attach(target, command, attachment).finally(() => stdout.end());
    for await (const chunk of stdout) {
      this.#position += chunk.length;
      yield chunk;
    }
    await over;
  }

  #listener(): Writable {
    return new Writable({
      write: (said, _encoding, done) => {
        if (beginsAnew.test(String(said))) this.#position = 0;
        done();
      },
    });
  }
}
