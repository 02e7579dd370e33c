import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import type { LayerBuild } from '../../image/builder.ts';
import type { EngineContainer } from './container-exec.ts';
import { type EngineApi, ownerLabel } from './engine.ts';
import { labelChanges } from './label-changes.ts';

/**
 * Puts a layer on an image by unpacking `file`, a tar without whiteouts, in a container and keeping what became of it.
 * Slower than loading; every engine can.
 */
export async function commitLayer(api: EngineApi, build: LayerBuild, file: string): Promise<void> {
  const { ref, parent, target, removed = [], labels, signal } = build;
  const container = await api.createContainer({
    Image: parent.digest,
    Labels: { [ownerLabel]: 'build' },
    User: 'root',
    Entrypoint: ['sh', '-euc', `cd ${target}; xargs -0 rm -rf < /gm1-removed; rm /gm1-removed`],
    Cmd: [],
    HostConfig: { NetworkMode: 'none' },
    abortSignal: signal,
  });
  try {
    if (removed.length > 0) await removePaths(container, removed, signal);
    await container.putArchive(createReadStream(file), { path: '/', abortSignal: signal });
    const { Config } = await api.getImage(parent.digest).inspect();
    const changes = [
      `USER ${Config.User || 'root'}`,
      `ENTRYPOINT ${JSON.stringify(Config.Entrypoint ?? [])}`,
      `CMD ${JSON.stringify(Config.Cmd ?? [])}`,
      ...labelChanges(labels),
    ];
    const [repo, tag] = ref.split(':');
    await container.commit({ repo, tag, changes, abortSignal: signal });
  } finally {
    await container.remove({ force: true, v: true });
  }
}

async function removePaths(
  container: EngineContainer,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const list = pack();
  list.entry({ name: 'gm1-removed' }, paths.map((path) => `./${path}\0`).join(''));
  list.finalize();
  await container.putArchive(Readable.from(list, { objectMode: false }), { path: '/', abortSignal: signal });
  await container.start();
  const { StatusCode } = await container.wait();
  if (StatusCode !== 0) throw new Error(`removing ${paths.length} paths ended with exit code ${StatusCode}`);
}
