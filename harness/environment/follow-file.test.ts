import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../core/failure.ts';
import { FollowedFile } from './follow-file.ts';
import type { Provider } from './provider.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gm1-follow-'));
  file = join(folder, 'log');
});
afterEach(() => rm(folder, { recursive: true }));

/** A service that is this machine. */
const here: Pick<Provider, 'attach'> = {
  async attach(_target, [program = '', ...args], { stdout, stderr, signal, env }) {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => child.kill();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    child.stdout.pipe(stdout, { end: false });
    child.stderr.pipe(stderr, { end: false });
    await once(child, 'close');
    return ok(0);
  },
};

const target = { environment: 'e', track: 'next', service: 's' } as const;

/** One reading of a file, until it is stopped. */
class Reading {
  text = '';
  readonly #controller = new AbortController();
  readonly #over: Promise<void>;

  constructor(followed: FollowedFile) {
    this.#over = this.#read(followed);
  }

  async #read(followed: FollowedFile): Promise<void> {
    for await (const bytes of followed.read(target, this.#controller.signal)) this.text += bytes;
  }

  shows(text: string): Promise<void> {
    return expect.poll(() => this.text, { timeout: 5000 }).toBe(text);
  }

  async stop(): Promise<string> {
    this.#controller.abort();
    await this.#over;
    return this.text;
  }
}

test('gives what is there and what is added', async () => {
  await writeFile(file, 'one\n');
  const reading = new Reading(new FollowedFile(here, file));
  await reading.shows('one\n');
  await appendFile(file, 'two\n');
  await reading.shows('one\ntwo\n');
  await reading.stop();
});

test('waits for a file that is not there yet', async () => {
  const followed = new FollowedFile(here, file);
  const reading = new Reading(followed);
  await writeFile(file, 'one\n');
  await reading.shows('one\n');
  await reading.stop();
  expect(await readOnce(followed, 'two\n')).toBe('two\n');
});

test.each([
  ['put aside', () => rename(file, `${file}.1`)],
  ['emptied', () => truncate(file)],
])('goes on with the new content of a file that was %s', async (_, rotate) => {
  await writeFile(file, 'first\n');
  const followed = new FollowedFile(here, file);
  const reading = new Reading(followed);
  await reading.shows('first\n');
  await rotate();
  await appendFile(file, 'two\n');
  await reading.shows('first\ntwo\n');
  await reading.stop();
  await appendFile(file, 'three\n');
  expect(await readOnce(followed, 'four\n'), 'rather a line twice than never').toBe('two\nthree\nfour\n');
});

test('goes on where it stopped', async () => {
  await writeFile(file, 'one\n');
  const followed = new FollowedFile(here, file);
  expect(await readOnce(followed, 'two\n')).toBe('one\ntwo\n');
  await appendFile(file, 'three\n');
  expect(await readOnce(followed, 'four\n')).toBe('three\nfour\n');
});

test('begins anew with a file that became shorter while nobody looked', async () => {
  await writeFile(file, 'a long first line\n');
  const followed = new FollowedFile(here, file);
  await readOnce(followed, 'two\n');
  await writeFile(file, 'new\n');
  expect(await readOnce(followed, 'end\n')).toBe('new\nend\n');
});

/** Adds a line and reads until it comes. */
async function readOnce(followed: FollowedFile, last: string): Promise<string> {
  const reading = new Reading(followed);
  await appendFile(file, last);
  await expect.poll(() => reading.text, { timeout: 5000 }).toContain(last);
  return reading.stop();
}
