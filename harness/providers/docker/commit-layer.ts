import { createReadStream } from 'node:fs';
import type { LayerBuild } from '../../image/builder.ts';
import { type EngineApi, ownerLabel } from './engine.ts';
import type { LayerFile } from './load-layer.ts';

/** Puts a layer on an image by unpacking it in a container that never runs. Slower than loading; every engine can. */
export async function commitLayer(api: EngineApi, build: LayerBuild, layer: LayerFile): Promise<void> {
  const { ref, parent, labels, signal } = build;
  const container = await api.createContainer({
    Image: parent.digest,
    Labels: { [ownerLabel]: 'build' },
    abortSignal: signal,
  });
  try {
    await container.putArchive(createReadStream(layer.file), { path: '/', abortSignal: signal });
    const [repo, tag] = ref.split(':');
    const changes = Object.entries(labels).map(
      ([name, value]) => `LABEL ${JSON.stringify(name)}=${JSON.stringify(value)}`,
    );
    await container.commit({ repo, tag, changes, abortSignal: signal });
  } finally {
    await container.remove({ force: true, v: true });
  }
}
