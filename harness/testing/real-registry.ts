import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageBuilder } from '../image/builder.ts';
import type { EngineApi } from '../providers/docker/engine.ts';
import { unwrap } from './unwrap.ts';

export interface RealRegistry extends AsyncDisposable {
  /** `127.0.0.1:PORT`, which engines take for safe enough to speak plain HTTP with. */
  readonly host: string;
}

export interface RegistryOptions {
  /** Bytes that it has for images. */
  readonly bytes?: number;
  /** A line of a htpasswd file, with bcrypt; whoever does not log in is then refused. */
  readonly login?: string;
}

const image = 'gm1/test-registry:trixie';

/** Starts Debian's docker-registry in a container; its images go with it. Installs it when it was never used before. */
export async function startRegistry(
  api: EngineApi,
  builder: ImageBuilder,
  options: RegistryOptions = {},
): Promise<RealRegistry> {
  if (!unwrap(await builder.find(image))) await install(builder);
  const container = await api.createContainer({
    Image: image,
    Labels: { gm1: 'build' },
    Cmd: ['sh', '-c', script(options)],
    ExposedPorts: { '5000/tcp': {} },
    HostConfig: {
      PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] },
      Tmpfs: { '/var/lib/docker-registry': `size=${options.bytes ?? 100_000_000}` },
    },
  });
  const remove = async () => void (await container.remove({ force: true, v: true }));
  try {
    await container.start();
    const { NetworkSettings } = await container.inspect();
    const host = `127.0.0.1:${NetworkSettings.Ports['5000/tcp']?.[0]?.HostPort}`;
    await untilItAnswers(`http://${host}/v2/`);
    return { host, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function install(builder: ImageBuilder): Promise<void> {
  const signal = AbortSignal.timeout(240_000);
  const base = unwrap(await builder.base('trixie', signal));
  const directory = await mkdtemp(join(tmpdir(), 'gm1-registry-'));
  const packages = 'apt-get -q update && apt-get -q install -y --no-install-recommends docker-registry';
  await writeFile(join(directory, 'Containerfile'), `FROM ${base.ref}\nRUN ${packages}\n`);
  unwrap(
    await builder.fromContainerfile({ ref: image, directory, args: {}, labels: { gm1: 'build' }, signal }),
  );
  await rm(directory, { recursive: true });
}

function script({ login }: RegistryOptions): string {
  const config = {
    version: '0.1',
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: '/var/lib/docker-registry' } },
    http: { addr: ':5000' },
    ...(login && { auth: { htpasswd: { realm: 'test', path: '/run/htpasswd' } } }),
  };
  return [
    `printf '%s\\n' '${login ?? ''}' > /run/htpasswd`,
    `printf '%s' '${JSON.stringify(config)}' > /run/config.yml`,
    'exec docker-registry serve /run/config.yml',
  ].join('\n');
}

async function untilItAnswers(url: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer) return;
    if (Date.now() > deadline) throw new Error(`The registry at ${url} does not answer.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
