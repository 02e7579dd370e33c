import { failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type { TreeEntry } from '../../core/tree.ts';
import type { Command } from '../../system/command.ts';
import type { Extraction, ImageStore, StoredImage } from '../../system/image-store.ts';
import { type Engine, type EngineApi, ownerLabel } from './engine.ts';
import { engineFailure, hasStatus } from './engine-failure.ts';
import { pullFailure } from './pull-failure.ts';
import { pullImage, splitRef } from './pull-image.ts';
import { dockerConfigFile, readRegistryAuth } from './registry-auth.ts';
import { unpackArchive } from './unpack-archive.ts';

/** Images that a Docker or Podman engine has or gets from a registry. */
export class DockerImageStore implements ImageStore {
  readonly #connect: () => Promise<Outcome<Engine>>;
  readonly #command: Command;

  constructor(connect: () => Promise<Outcome<Engine>>, command: Command) {
    this.#connect = connect;
    this.#command = command;
  }

  async pull(ref: string, signal: AbortSignal): Promise<Outcome<StoredImage>> {
    if (signal.aborted) return failed(interrupted);
    const engine = await this.#connect();
    if (!engine.ok) return engine;
    const { api } = engine.value;
    try {
      const here = await inspect(api, ref);
      if (here) return ok(here);
      if (ref.startsWith('sha256:')) return failed(pullFailure(ref, new Error('no such image'), signal));
      const auth = await readRegistryAuth(splitRef(ref).registry, dockerConfigFile(), this.#command);
      await pullImage(api, { ref, auth, signal });
      const pulled = await inspect(api, ref);
      return pulled ? ok(pulled) : failed(pullFailure(ref, new Error('no such image'), signal));
    } catch (error) {
      return failed(pullFailure(ref, error, signal));
    }
  }

  async extract(extraction: Extraction): Promise<Outcome<readonly TreeEntry[]>> {
    const { ref, path, signal } = extraction;
    if (signal.aborted) return failed(interrupted);
    const engine = await this.#connect();
    if (!engine.ok) return engine;
    try {
      return ok(await copyOut(engine.value.api, extraction));
    } catch (error) {
      return failed(engineFailure(`${path} could not be copied out of the image ${ref}.`, error, signal));
    }
  }
}

/** The engine's own id stands for an image that no registry gave. */
async function inspect(api: EngineApi, ref: string): Promise<StoredImage | undefined> {
  try {
    const { Id, RepoDigests } = await api.getImage(ref).inspect();
    const { name, digest } = splitRef(ref);
    if (digest) return { ref, digest };
    const given = RepoDigests?.find((each) => each.startsWith(`${name}@`));
    return given ? { ref: given, digest: given.slice(name.length + 1) } : { ref: Id, digest: Id };
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

/** From a container that never starts: nothing of the image runs for it. */
async function copyOut(
  api: EngineApi,
  { ref, path, signal, ...wanted }: Extraction,
): Promise<readonly TreeEntry[]> {
  const container = await api.createContainer({
    Image: ref,
    Entrypoint: ['true'],
    Cmd: [],
    Labels: { [ownerLabel]: 'build' },
    HostConfig: { NetworkMode: 'none' },
    abortSignal: signal,
  });
  try {
    const archive = await container.getArchive({ path: `${path}/.`, abortSignal: signal });
    return await unpackArchive(archive, wanted);
  } finally {
    await container.remove({ force: true, v: true });
  }
}
