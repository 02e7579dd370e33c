import type { Outcome } from '../../core/failure.ts';
import { ok } from '../../core/failure.ts';
import type { Provider } from '../../environment/provider.ts';
import type { ImageBuilder } from '../../image/builder.ts';
import type { Command } from '../../system/command.ts';
import type { Home } from '../../system/home.ts';
import type { ImageStore } from '../../system/image-store.ts';
import type { Sandbox } from '../../system/sandbox.ts';
import { DockerImageBuilder } from './docker-image-builder.ts';
import { DockerImageStore } from './docker-image-store.ts';
import { DockerProvider } from './docker-provider.ts';
import { DockerSandbox } from './docker-sandbox.ts';
import { connectEngine } from './engine.ts';

export interface DockerParts {
  readonly builder: ImageBuilder;
  readonly sandbox: Sandbox;
  readonly images: ImageStore;
  readonly provider: Provider;
}

/** All that a Docker or Podman engine does for gm1; fails when none answers. */
export async function connectDocker(home: Home, command: Command): Promise<Outcome<DockerParts>> {
  const engine = await connectEngine();
  if (!engine.ok) return engine;
  const connect = async () => engine;
  return ok({
    builder: new DockerImageBuilder({ connect, command, cache: home.cache }),
    sandbox: new DockerSandbox(connect),
    images: new DockerImageStore(connect, command),
    provider: new DockerProvider({ connect, home: home.root }),
  });
}
