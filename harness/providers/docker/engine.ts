import type { ContainerRuntimeClient } from 'testcontainers/build/container-runtime/index.js';
import { type Failure, failed, type Outcome, ok } from '../../core/failure.ts';
import { deferSessions } from './defer-sessions.ts';

/** The API client of the engine (dockerode), as testcontainers configured it. */
export type EngineApi = ContainerRuntimeClient['container']['dockerode'];

/** A container engine, Docker or Podman, that answered on its socket. */
export interface Engine {
  readonly api: EngineApi;
  readonly version: string;
  readonly cpus: number;
  /** Bytes. */
  readonly memory: number;
}

/** Whether the engine runs without root, and may set less of its containers' networks. */
export function isRootless(api: EngineApi): Promise<boolean> {
  const known = rootless.get(api);
  if (known) return known;
  const asked = api
    .info()
    .then(({ SecurityOptions: options = [] }) =>
      options.some((one: unknown) => String(one).includes('rootless')),
    );
  rootless.set(api, asked);
  return asked;
}

const rootless = new WeakMap<EngineApi, Promise<boolean>>();

/** The label that every container, network, volume and image of gm1 carries; `build` for those of builds. */
export const ownerLabel = 'gm1';

/**
 * Finds the engine that `DOCKER_HOST`, testcontainers' settings, or the usual sockets of Docker and Podman name.
 * The library's reaper is off: environments outlive the process, and `gm1 gc` sweeps by label.
 */
export async function connectEngine(): Promise<Outcome<Engine>> {
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  try {
    const client = await loadedClient();
    if (!isNamed(Object(client.container.dockerode.modem).socketPath)) return failed(noEngine);
    const { serverVersion, cpus, memory } = client.info.containerRuntime;
    return ok({ api: client.container.dockerode, version: String(serverVersion), cpus, memory });
  } catch {
    return failed(noEngine);
  }
}

async function loadedClient(): Promise<ContainerRuntimeClient> {
  deferSessions();
  // The whole library takes half a second longer to load, in every command.
  const library = await import('testcontainers/build/container-runtime/index.js');
  return library.getContainerRuntimeClient();
}

/** The library goes on to the usual sockets when the engine at `DOCKER_HOST` does not answer: that is another one. */
function isNamed(socketPath: unknown): boolean {
  const socket = /^unix:\/\/(.*)$/.exec(process.env.DOCKER_HOST ?? '')?.[1];
  return socket === undefined || socket === socketPath;
}

const noEngine: Failure = {
  kind: 'infrastructure',
  what: 'No container engine answers on the sockets of Docker and Podman, or at DOCKER_HOST.',
  next: 'Run `gm1 doctor`: it prints the command that installs or starts one.',
};
