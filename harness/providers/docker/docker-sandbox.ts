import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type { Sandbox, SandboxFinished, SandboxJob } from '../../system/sandbox.ts';
import type { EngineContainer } from './container-exec.ts';
import { type Engine, type EngineApi, ownerLabel } from './engine.ts';
import { engineFailure, hasStatus } from './engine-failure.ts';

/** Runs scripts in containers that are removed when they end, also when the signal ends them. */
export class DockerSandbox implements Sandbox {
  readonly #connect: () => Promise<Outcome<Engine>>;

  constructor(connect: () => Promise<Outcome<Engine>>) {
    this.#connect = connect;
  }

  async run(job: SandboxJob): Promise<Outcome<SandboxFinished>> {
    const engine = await this.#connect();
    if (!engine.ok) return engine;
    try {
      return await runToEnd(engine.value.api, job);
    } catch (error) {
      return failed(engineFailure(`A container of ${job.image} could not do its work.`, error, job.signal));
    }
  }
}

async function runToEnd(api: EngineApi, job: SandboxJob): Promise<Outcome<SandboxFinished>> {
  if (job.signal?.aborted) return failed(interrupted);
  const container = await api.createContainer(containerOptions(job));
  let removal: Promise<void> | undefined;
  const remove = () => {
    removal ??= removeContainer(container);
    return removal;
  };
  const end = () => void remove().catch(() => {});
  job.signal?.addEventListener('abort', end);
  try {
    if (job.signal?.aborted) return failed(interrupted);
    const result = await follow(api, container, job.onLine);
    return job.signal?.aborted ? failed(interrupted) : ok(result);
  } finally {
    job.signal?.removeEventListener('abort', end);
    await remove();
  }
}

function containerOptions({ image, script, env = {}, folders = {}, readable = {}, network }: SandboxJob) {
  return {
    Image: image,
    User: 'root',
    WorkingDir: '/',
    // One pipe for both streams: the engine does not keep the order of two.
    Entrypoint: ['sh', '-euc', `exec 2>&1\n${script}`],
    Cmd: [],
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    Labels: { [ownerLabel]: 'build' },
    HostConfig: {
      NetworkMode: network ? 'bridge' : 'none',
      Init: true,
      Mounts: [...bindMounts(folders, false), ...bindMounts(readable, true)],
    },
  };
}

function bindMounts(folders: Readonly<Record<string, string>>, ReadOnly: boolean) {
  return Object.entries(folders).map(([Source, Target]) => ({
    Type: 'bind' as const,
    Source,
    Target,
    ReadOnly,
  }));
}

async function follow(
  api: EngineApi,
  container: EngineContainer,
  onLine: (line: string) => void = () => {},
): Promise<SandboxFinished> {
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  const output = new PassThrough();
  api.modem.demuxStream(stream, output, output);
  const lines: string[] = [];
  const reading = (async () => {
    for await (const line of createInterface({ input: output })) {
      lines.push(line);
      onLine(line);
    }
  })();
  await container.start();
  const { StatusCode } = await container.wait();
  await finished(stream, { writable: false, error: false });
  output.end();
  await reading;
  return { exitCode: StatusCode, output: lines.join('\n') };
}

/** Ends it too. Somebody else may have removed it. */
async function removeContainer(container: EngineContainer): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    if (!hasStatus(error, 404) && !hasStatus(error, 409)) throw error;
  }
}
