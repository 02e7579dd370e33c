import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageBuilder } from '../image/builder.ts';
import type { EngineApi } from '../providers/docker/engine.ts';
import { unwrap } from './unwrap.ts';

/** A server of Debian's, for a test to speak to. */
export interface ServiceOptions {
  /** Debian's package, installed when it was never used before. */
  readonly package: string;
  /** Where it listens in its container. */
  readonly port: number;
  /** A shell script that becomes the server. */
  readonly script: string;
  /** The folder of its data, which is in memory and goes with it, and its bytes. */
  readonly data: readonly [folder: string, bytes: number];
  /** Whether it answers at `127.0.0.1:PORT`; asked until it does. */
  readonly answers: (host: string) => Promise<boolean>;
}

export interface RunningService extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
}

/** Starts a server in a container of its own, reachable from this machine alone; fails when it is not up in a minute. */
export async function startService(
  api: EngineApi,
  builder: ImageBuilder,
  options: ServiceOptions,
): Promise<RunningService> {
  const { package: name, port, script, data } = options;
  const image = `gm1/test-${name}:trixie`;
  if (!unwrap(await builder.find(image))) await install(builder, name, image);
  const container = await api.createContainer({
    Image: image,
    Labels: { gm1: 'build' },
    Cmd: ['sh', '-ec', script],
    ExposedPorts: { [`${port}/tcp`]: {} },
    HostConfig: {
      PortBindings: { [`${port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '0' }] },
      Tmpfs: { [data[0]]: `size=${data[1]}` },
    },
  });
  const remove = async () => void (await container.remove({ force: true, v: true }));
  try {
    await container.start();
    const { NetworkSettings } = await container.inspect();
    const host = `127.0.0.1:${NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort}`;
    await untilItAnswers(host, options);
    return { host, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function install(builder: ImageBuilder, name: string, image: string): Promise<void> {
  const signal = AbortSignal.timeout(240_000);
  const base = unwrap(await builder.base('trixie', signal));
  const directory = await mkdtemp(join(tmpdir(), `gm1-${name}-`));
  const packages = `apt-get -q update && apt-get -q install -y --no-install-recommends ${name}`;
  await writeFile(join(directory, 'Containerfile'), `FROM ${base.ref}\nRUN ${packages}\n`);
  unwrap(
    await builder.fromContainerfile({ ref: image, directory, args: {}, labels: { gm1: 'build' }, signal }),
  );
  await rm(directory, { recursive: true });
}

async function untilItAnswers(
  host: string,
  { answers, package: name }: Pick<ServiceOptions, 'answers' | 'package'>,
): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await answers(host))) {
    if (Date.now() > deadline) throw new Error(`${name} at ${host} does not answer.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
