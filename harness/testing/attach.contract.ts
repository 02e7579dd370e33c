import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { beforeEach, expect, test } from 'vitest';
import type { Attachment, Provider, Target } from '../environment/provider.ts';
import { MemoryStream } from './memory-stream.ts';
import { unwrap } from './unwrap.ts';

export interface AttachUnderTest {
  readonly provider: () => Provider;
  /** As a process has it that is gone. */
  readonly abandoned: () => Provider;
  /** A service that `start` starts, with a POSIX shell. */
  readonly target: Target;
  readonly start: () => Promise<void>;
}

/** A busy machine takes its time to start a command. */
const patience = { timeout: 10_000 };

/** What is true of commands on the caller's streams, of every provider that runs commands. */
export function describeAttach({ provider, abandoned, target, start }: AttachUnderTest): void {
  beforeEach(start);

  test('has the streams of its caller, byte by byte, and gives its exit code', async () => {
    const bytes = randomBytes(3_000_000);
    const attached = attach('cat; echo "$WORD" >&2; exit 3', {
      stdin: Readable.from([bytes]),
      env: { WORD: 'grün' },
    });
    expect(unwrap(await attached.ended)).toBe(3);
    expect(attached.stdout.bytes.equals(bytes)).toBe(true);
    expect(attached.stderr.text).toBe('grün\n');
  });

  test('may leave input unread and loses none of its output', async () => {
    const stdin = Readable.from(endlessly('word\n'));
    const attached = attach('head -n 1; exec 0<&-; seq 100000; exit 4', { stdin });
    expect(unwrap(await attached.ended)).toBe(4);
    const lines = attached.stdout.text.split('\n');
    expect([lines.length, lines[0], lines[1], lines.at(-2)]).toEqual([100002, 'word', '1', '100000']);
  });

  test('gets a terminal whose size follows the window', async () => {
    const stdin = new PassThrough();
    const terminal = Object.assign(new EventEmitter(), { columns: 91, rows: 31 });
    const sized = (rows: number) =>
      `until stty size | grep -q "^${rows} "; do sleep 0.05; done; echo "rows ${rows}"`;
    const script = `test -t 2; echo "terminal $?"; ${sized(31)}; ${sized(32)}; read -r line; echo "read $line"`;
    const attached = attach(script, { stdin, terminal });
    await expect.poll(() => attached.stdout.text, patience).toContain('terminal 0\r\nrows 31');
    Object.assign(terminal, { rows: 32 }).emit('resize');
    await expect.poll(() => attached.stdout.text, patience).toContain('rows 32');
    stdin.write('hello\r');
    expect(unwrap(await attached.ended)).toBe(0);
    expect(attached.stdout.text).toContain('read hello');
    expect(terminal.listenerCount('resize')).toBe(0);
  });

  test.each([
    ['that does as it is told', 'sleep 5432 & touch /begun; wait'],
    ['that will not listen', 'trap "" TERM; touch /begun; while :; do sleep 5432; done'],
  ])('%s ends with all that it started when the signal says so', async (_, script) => {
    const controller = new AbortController();
    const attached = attach(script, { signal: controller.signal });
    await expect.poll(() => run('test -e /begun && echo yes'), patience).toBe('yes\n');
    expect(await countOf('sleep.5432')).toBe(1);
    controller.abort();
    expect(await attached.ended).toMatchObject({ failure: { kind: 'interrupted' } });
    expect(await countOf('sleep.5432')).toBe(0);
  });

  test('ends when the signal says so although its terminal was closed before', async () => {
    const controller = new AbortController();
    const terminal = Object.assign(new EventEmitter(), { columns: 77, rows: 31 });
    const stdin = new PassThrough();
    const attached = attach('touch /begun; sleep 5432', { stdin, terminal, signal: controller.signal });
    await expect.poll(() => run('test -e /begun && echo yes'), patience).toBe('yes\n');
    stdin.end();
    await finished(stdin);
    expect(await countOf('sleep.5432')).toBe(1);
    controller.abort();
    expect(await attached.ended).toMatchObject({ failure: { kind: 'interrupted' } });
    expect(await countOf('sleep.5432')).toBe(0);
  });

  test('ends when nobody reads what it says', async () => {
    const stdout = new MemoryStream();
    stdout.on('error', () => {});
    const attached = attach('while :; do echo word; done', { stdout });
    await expect.poll(() => stdout.text, patience).toContain('word');
    expect(await countOf('echo.word')).toBe(1);
    stdout.destroy();
    await attached.ended;
    expect(await countOf('echo.word')).toBe(0);
  });

  test.each([
    ['that does as it is told', 'sleep 5432 & touch /begun; wait'],
    ['that will not listen', 'trap "" TERM; touch /begun; while :; do sleep 5432; done'],
    ['whose first process has ended', 'sleep 5432 > /dev/null 2>&1 & touch /begun'],
  ])('%s is swept once its process is gone, and one of a living process is not', async (_, script) => {
    const controller = new AbortController();
    const living = attach('sleep 6543', { signal: controller.signal });
    const orphan = attach(script, {}, abandoned());
    await expect.poll(() => run('test -e /begun && echo yes'), patience).toBe('yes\n');
    await expect.poll(() => countOf('sleep.6543'), patience).toBe(1);
    const sweep = async (rehearsal: boolean) =>
      unwrap(await provider().sweep([target.environment], rehearsal)).commands;
    const { environment, track, service } = target;
    const told = [{ environment, track, service, command: expect.stringMatching(/^(sh -c |sleep 5432$)/) }];
    expect(await sweep(true)).toEqual(told);
    expect(await countOf('sleep.5432')).toBe(1);
    expect(await sweep(false)).toEqual(told);
    expect([await countOf('sleep.5432'), await countOf('sleep.6543')]).toEqual([0, 1]);
    expect(await sweep(true)).toEqual([]);
    await orphan.ended;
    controller.abort();
    await living.ended;
  });

  interface Streams extends Partial<Attachment> {
    readonly stdout?: MemoryStream;
  }

  function attach(script: string, streams: Streams, by = provider()) {
    const { stdout = new MemoryStream(), ...others } = streams;
    const stderr = new MemoryStream();
    const { signal } = new AbortController();
    const attachment = { stdout, stderr, signal, ...others };
    return { stdout, stderr, ended: by.attach(target, ['sh', '-c', script], attachment) };
  }

  async function run(script: string): Promise<string> {
    return unwrap(await provider().execute(target, ['sh', '-c', script])).stdout;
  }

  /** Processes with this in their command line; the pattern must not match itself. */
  async function countOf(pattern: string): Promise<number> {
    return Number(
      await run(
        `cat /proc/[0-9]*/cmdline | tr '\\0\\n' ' \\n' | grep -co '${pattern.replace('.', '[ ]')}' || true`,
      ),
    );
  }
}

function* endlessly(word: string): Generator<string> {
  for (;;) yield word;
}
