import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Image } from '../../core/build-record.ts';
import { failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type {
  BuiltImage,
  ContainerfileBuild,
  FoundImage,
  ImageBuilder,
  LayerBuild,
} from '../../image/builder.ts';
import type { Command } from '../../system/command.ts';
import { bootstrapBase } from './bootstrap-base.ts';
import { buildContainerfile } from './build-containerfile.ts';
import { commitLayer } from './commit-layer.ts';
import { type Engine, type EngineApi, ownerLabel } from './engine.ts';
import { engineFailure, engineMessage, hasStatus } from './engine-failure.ts';
import { writeLayer } from './layer-tar.ts';
import { listImages } from './list-images.ts';
import { loadLayer } from './load-layer.ts';
import { nameImage } from './name-image.ts';
import { pullIfAnswered } from './pull-base.ts';
import { pushImage } from './push-image.ts';
import { dockerConfigFile, readRegistryAuth } from './registry-auth.ts';
import { removeImage } from './removal.ts';

export interface DockerImageBuilderOptions {
  readonly connect: () => Promise<Outcome<Engine>>;
  readonly command: Command;
  /** `Home.cache`: what an engine does not take as a stream lies there for a while. */
  readonly cache: string;
}

const labels = { [ownerLabel]: 'build' };

/** Makes images with the API of a Docker or Podman engine. */
export class DockerImageBuilder implements ImageBuilder {
  readonly #options: DockerImageBuilderOptions;

  constructor(options: DockerImageBuilderOptions) {
    this.#options = options;
  }

  async find(ref: string): Promise<Outcome<BuiltImage | undefined>> {
    return this.#ask(`The image ${ref} could not be looked up.`, async (api) => ok(await inspect(api, ref)));
  }

  async base(suite: string, signal: AbortSignal): Promise<Outcome<BuiltImage>> {
    const ref = `gm1/base:${suite}`;
    const work = async (api: EngineApi) => {
      const found = await inspect(api, ref);
      if (found?.labels[ownerLabel]) return ok(found);
      const made = await this.#makeBase(api, suite, ref, signal);
      return made.ok ? ok(await inspectMade(api, ref)) : made;
    };
    return this.#ask(`The base image of ${suite} could not be made.`, work, signal);
  }

  async fromContainerfile(build: ContainerfileBuild): Promise<Outcome<BuiltImage>> {
    const work = async (api: EngineApi) => {
      const built = await buildContainerfile(api, build);
      return built.ok ? ok(await inspectMade(api, build.ref)) : built;
    };
    return this.#ask(`The image ${build.ref} could not be built.`, work, build.signal);
  }

  async addLayer(build: LayerBuild): Promise<Outcome<BuiltImage>> {
    const work = async (api: EngineApi) => {
      const put = await this.#putLayer(api, build);
      return put.ok ? ok(await inspectMade(api, build.ref)) : put;
    };
    return this.#ask(`The image ${build.ref} could not be built.`, work, build.signal);
  }

  async tag(ref: string, as: string): Promise<Outcome<void>> {
    return this.#ask(`The image ${ref} could not be named ${as}.`, async (api) => {
      await nameImage(api, ref, as);
      return ok(undefined);
    });
  }

  async remove(ref: string): Promise<Outcome<boolean>> {
    return this.#ask(`The image ${ref} could not be removed.`, async (api) =>
      ok(await removeImage(api, ref)),
    );
  }

  async list(): Promise<Outcome<readonly FoundImage[]>> {
    return this.#ask('The images could not be listed.', async (api) => ok(await listImages(api)));
  }

  async push(
    ref: string,
    registry: string,
    signal: AbortSignal,
    onLine?: (line: string) => void,
  ): Promise<Outcome<Image>> {
    const work = async (api: EngineApi) => {
      const [host = ''] = registry.split('/');
      const auth = await readRegistryAuth(host, dockerConfigFile(), this.#options.command);
      return pushImage(api, { ref, registry, auth, signal, ...(onLine && { onLine }) });
    };
    return this.#ask(`The image ${ref} could not be published.`, work, signal);
  }

  /** Podman and Docker's newer image store want all layers of an image that is loaded; committing suits them too. */
  async #putLayer(api: EngineApi, build: LayerBuild): Promise<Outcome<void>> {
    try {
      const loaded = await loadLayer(api, build);
      // A loaded image says that it is as old as its parent; naming it again notes the time.
      if (loaded.ok) await nameImage(api, build.ref, build.ref);
      return loaded;
    } catch (error) {
      if (build.signal.aborted || isFull(error)) throw error;
    }
    await mkdir(this.#options.cache, { recursive: true });
    const scratch = await mkdtemp(join(this.#options.cache, 'layer-'));
    try {
      const file = join(scratch, 'layer.tar');
      const plain = await writeLayer(file, { ...build, removed: [] }, build.signal);
      if (!plain.ok) return plain;
      await commitLayer(api, build, file);
      return ok(undefined);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #makeBase(api: EngineApi, suite: string, ref: string, signal: AbortSignal): Promise<Outcome<void>> {
    const tag = `${suite}-slim`;
    if (await pullIfAnswered(api, 'debian', tag, signal)) {
      const container = await api.createContainer({ Image: `debian:${tag}`, Labels: labels });
      try {
        await container.commit({ repo: 'gm1/base', tag: suite, changes: `LABEL ${ownerLabel}=build` });
      } finally {
        await container.remove({ force: true });
      }
      return ok(undefined);
    }
    const { command, cache } = this.#options;
    return bootstrapBase(api, { suite, ref, labels, cache, command, signal });
  }

  async #ask<T>(
    what: string,
    work: (api: EngineApi) => Promise<Outcome<T>>,
    signal?: AbortSignal,
  ): Promise<Outcome<T>> {
    if (signal?.aborted) return failed(interrupted);
    const engine = await this.#options.connect();
    if (!engine.ok) return engine;
    try {
      return await work(engine.value.api);
    } catch (error) {
      return failed(engineFailure(what, error, signal));
    }
  }
}

function isFull(error: unknown): boolean {
  return /no space left on device|ENOSPC|disk quota/i.test(engineMessage(error));
}

async function inspect(api: EngineApi, ref: string): Promise<BuiltImage | undefined> {
  try {
    return await inspectMade(api, ref);
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

async function inspectMade(api: EngineApi, ref: string): Promise<BuiltImage> {
  const { Id, Size, Config, RootFS } = await api.getImage(ref).inspect();
  return { ref, digest: Id, bytes: Size, layers: RootFS.Layers ?? [], labels: Config.Labels ?? {} };
}
