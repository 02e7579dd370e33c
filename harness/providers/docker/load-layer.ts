import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import type { LayerBuild } from '../../image/builder.ts';
import type { EngineApi } from './engine.ts';
import { readProgress } from './engine-progress.ts';

type Inspected = Awaited<ReturnType<ReturnType<EngineApi['getImage']>['inspect']>>;

/** A layer's archive on this machine and its digest, `sha256:…`. */
export interface LayerFile {
  readonly file: string;
  readonly digest: string;
}

/**
 * Puts a layer on an image by loading a `docker save` archive that holds the new layer only. An engine does not read the
 * files of layers that it has, so nothing of the parent moves; engines that want them refuse, and `commitLayer` does it.
 */
export async function loadLayer(api: EngineApi, build: LayerBuild, layer: LayerFile): Promise<void> {
  const parent = await api.getImage(build.parent.digest).inspect();
  const config = JSON.stringify(imageConfig(parent, build.labels, layer.digest));
  const configName = `${createHash('sha256').update(config).digest('hex')}.json`;
  const layers = [...(parent.RootFS.Layers ?? []), layer.digest].map(
    (digest) => `${digest.slice('sha256:'.length)}.tar`,
  );
  const manifest = JSON.stringify([{ Config: configName, RepoTags: [build.ref], Layers: layers }]);
  const archive = pack();
  const broken = new AbortController();
  const options = { quiet: true, abortSignal: AbortSignal.any([build.signal, broken.signal]) };
  const sending = send(archive, { [configName]: config, 'manifest.json': manifest }, layer);
  sending.catch(() => broken.abort());
  await readProgress(await api.loadImage(Readable.from(archive, { objectMode: false }), options));
  await sending;
}

/** The OCI image configuration: the parent's with another label or layer, and no time of its own. */
function imageConfig(parent: Inspected, labels: LayerBuild['labels'], layer: string) {
  return {
    architecture: parent.Architecture,
    os: parent.Os,
    created: parent.Created,
    config: { ...parent.Config, Labels: { ...parent.Config.Labels, ...labels } },
    rootfs: { type: 'layers', diff_ids: [...(parent.RootFS.Layers ?? []), layer] },
  };
}

async function send(
  archive: Pack,
  texts: Readonly<Record<string, string>>,
  { file, digest }: LayerFile,
): Promise<void> {
  for (const [name, text] of Object.entries(texts)) archive.entry({ name }, text);
  const { size } = await stat(file);
  await pipeline(
    createReadStream(file),
    archive.entry({ name: `${digest.slice('sha256:'.length)}.tar`, size }),
  );
  archive.finalize();
}
