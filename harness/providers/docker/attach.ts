import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Attachment, Terminal } from '../../environment/provider.ts';
import type { PlacedProcess } from '../../system/process-identity.ts';
import { asVariable, grace, makeMark, signalMarked } from './attached-commands.ts';
import { commandUser, type EngineContainer } from './container-exec.ts';
import type { EngineApi } from './engine.ts';
import { readFrames } from './engine-frames.ts';

type Exec = Awaited<ReturnType<EngineContainer['exec']>>;

/**
 * Runs a command of a running container on the caller's streams and gives its exit code. The engine's API can start
 * such a command and cannot end it: all that belongs to it is known by a variable in its environment. That also names
 * its owner, so that somebody else can end it when that is gone.
 */
export async function attach(
  api: EngineApi,
  container: EngineContainer,
  command: readonly string[],
  attachment: Attachment,
  owner: PlacedProcess,
): Promise<number> {
  const { stdin, stdout, stderr, terminal, env, signal } = attachment;
  const mark = makeMark(owner);
  const exec = await container.exec({
    ...(await commandUser(container)),
    Cmd: [...command],
    Env: [asVariable(mark), ...Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}`)],
    AttachStdin: stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
    Tty: terminal !== undefined,
  });
  const stream = await exec.start({ hijack: true, stdin: stdin !== undefined, Tty: terminal !== undefined });
  using ending = endOnSignal(api, container, mark, signal);
  using _resizing = terminal && (await followSize(exec, terminal));
  using _feeding = stdin && feed(stdin, stream);
  try {
    if (terminal) for await (const content of stream) await write(stdout, content);
    else
      for await (const { to, content } of readFrames(stream))
        await write(to === 'stdout' ? stdout : stderr, content);
  } catch {
    // Nobody reads it any more, or the connection is lost: how the command ended says more.
    ending.now();
  }
  // Without the await the signal would end nothing any more that has closed its output, or lost its caller's terminal.
  return await exitCodeOf(exec);
}

function feed(stdin: NodeJS.ReadableStream, stream: Duplex): Disposable {
  // A command need not read all of its input.
  stream.on('error', () => {});
  stdin.pipe(stream);
  return {
    [Symbol.dispose]() {
      stdin.unpipe(stream);
      stdin.pause();
    },
  };
}

/** Has the size before it resolves, so that what is typed first already meets it. */
async function followSize(exec: Exec, terminal: Terminal): Promise<Disposable> {
  const setSize = async () => void (await exec.resize({ h: terminal.rows, w: terminal.columns }));
  const resize = () => void setSize().catch(() => {});
  terminal.on('resize', resize);
  // The engine takes no size until the command runs, which is a little after it has said that it starts.
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await setSize().then(
        () => true,
        () => false,
      )
    )
      break;
    await delay(20);
  }
  return { [Symbol.dispose]: () => void terminal.off('resize', resize) };
}

function write(to: NodeJS.WritableStream, content: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(content, (error) => (error ? reject(error) : resolve()));
  });
}

function endOnSignal(api: EngineApi, container: EngineContainer, mark: string, signal: AbortSignal) {
  let timer: NodeJS.Timeout | undefined;
  const send = (name: 'TERM' | 'KILL') => signalMarked(api, container, [mark], name);
  const now = () => {
    timer ??= setTimeout(() => void send('KILL').catch(() => {}), grace);
    void send('TERM').catch(() => {});
  };
  signal.addEventListener('abort', now);
  if (signal.aborted) now();
  return {
    now,
    [Symbol.dispose]() {
      signal.removeEventListener('abort', now);
      clearTimeout(timer);
    },
  };
}

/** The engine closes the connection a little before it knows the exit code. */
async function exitCodeOf(exec: Exec): Promise<number> {
  for (;;) {
    const { Running, ExitCode } = await exec.inspect();
    if (!Running) return ExitCode ?? -1;
    await delay(20);
  }
}
