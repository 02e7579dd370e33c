import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import type { Executed } from '../../environment/provider.ts';
import { userLabel } from './container-options.ts';
import type { EngineApi } from './engine.ts';

export type EngineContainer = ReturnType<EngineApi['getContainer']>;

/** For a command's options: the user of the container's service, where it has one, else that of the image. */
export async function commandUser(container: EngineContainer): Promise<{ readonly User?: string }> {
  const { Config } = await container.inspect();
  const user = Config.Labels[userLabel];
  return user === undefined ? {} : { User: user };
}

/** Runs a command in a running container, as its service's user, and waits for its end. */
export async function execute(
  api: EngineApi,
  container: EngineContainer,
  command: readonly string[],
  input?: string,
): Promise<Executed> {
  const exec = await container.exec({
    ...(await commandUser(container)),
    Cmd: [...command],
    AttachStdout: true,
    AttachStderr: true,
    AttachStdin: input !== undefined,
  });
  const stream = await exec.start({ hijack: true, stdin: input !== undefined });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  api.modem.demuxStream(stream, stdout, stderr);
  const output = Promise.all([text(stdout), text(stderr)]);
  if (input !== undefined) stream.end(input);
  await finished(stream, { writable: false, error: false });
  stdout.end();
  stderr.end();
  const [out, err] = await output;
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, stdout: out, stderr: err };
}

/** The last lines that a container wrote, running or not. */
export async function lastLines(container: EngineContainer, count: number): Promise<readonly string[]> {
  const frames = await container.logs({ stdout: true, stderr: true, tail: count });
  return demultiplex(frames).split('\n').filter(Boolean).slice(-count);
}

/** Joins the engine's frames: stream, three zero bytes, length (4 bytes, big-endian), content. */
function demultiplex(frames: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= frames.length; ) {
    const end = at + 8 + frames.readUInt32BE(at + 4);
    parts.push(frames.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(parts).toString();
}
