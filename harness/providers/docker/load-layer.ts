import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { type Outcome, ok } from '../../core/failure.ts';
import type { LayerBuild } from '../../image/builder.ts';
import { readProgress } from './engine-progress.ts';
import { archiveLayer } from './layer-tar.ts';

/** What of an engine's answer about an image becomes the configuration of the image above it. */
interface Inspected {
  readonly Architecture: string;
  readonly Os: string;
  readonly Created: string;
  readonly Config: { readonly Labels?: Readonly<Record<string, string>> };
  readonly RootFS: { readonly Layers?: readonly string[] | undefined };
}

/** The part of `EngineApi` that loading needs. */
interface LoadingEngine {
  getImage(digest: string): { inspect(): Promise<Inspected> };
  loadImage(
    archive: Readable,
    options: { readonly quiet: boolean; readonly abortSignal: AbortSignal },
  ): Promise<NodeJS.ReadableStream>;
}

const layerName = 'layer.tar';

/**
 * Puts a layer on an image by loading a `docker save` archive that holds the new layer only. An engine does not read the
 * files of layers that it has, so nothing of the parent moves; engines that want them refuse, and `commitLayer` does it.
 * The engine gets the layer while it is packed. Fails when a file changed since it was listed.
 */
export async function loadLayer(api: LoadingEngine, build: LayerBuild): Promise<Outcome<void>> {
  const parent = await api.getImage(build.parent.digest).inspect();
  const archive = pack();
  const broken = new AbortController();
  const options = { quiet: true, abortSignal: AbortSignal.any([build.signal, broken.signal]) };
  const sending = send(archive, build, parent).then((sent) => {
    if (!sent.ok) broken.abort();
    return sent;
  });
  sending.catch(() => broken.abort());
  const loading = api.loadImage(Readable.from(archive, { objectMode: false }), options).then(readProgress);
  // An engine that takes no more would leave what is still to be sent waiting for ever.
  loading.catch(() => archive.destroy());
  const [sent, loaded] = await Promise.allSettled([sending, loading]);
  if (sent.status === 'fulfilled' && !sent.value.ok) return sent.value;
  if (loaded.status === 'rejected') throw loaded.reason;
  if (sent.status === 'rejected') throw sent.reason;
  return sent.value;
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

/** The manifest comes last: without it nothing that was sent becomes an image. */
async function send(archive: Pack, build: LayerBuild, parent: Inspected): Promise<Outcome<void>> {
  const layer = await sendLayer(archive, build);
  if (!layer.ok) return layer;
  const config = JSON.stringify(imageConfig(parent, build.labels, layer.value));
  const configName = `${hash('sha256', config)}.json`;
  const known = (parent.RootFS.Layers ?? []).map((digest) => `${digest.slice('sha256:'.length)}.tar`);
  const manifest = [{ Config: configName, RepoTags: [build.ref], Layers: [...known, layerName] }];
  archive.entry({ name: configName }, config);
  archive.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
  archive.finalize();
  return ok(undefined);
}

/** Returns the layer's digest. */
async function sendLayer(archive: Pack, build: LayerBuild): Promise<Outcome<string>> {
  const layer = archiveLayer(build, build.signal);
  const entry = archive.entry({ name: layerName, size: layer.bytes });
  const packed: { digest?: Outcome<string> } = {};
  const pieces = async function* () {
    packed.digest = yield* layer.pieces;
  };
  try {
    await pipeline(pieces, entry);
  } catch (error) {
    // What was not packed to its end cannot be sent to its end.
    if (packed.digest?.ok === false) return packed.digest;
    throw error;
  }
  if (!packed.digest) throw new Error('The layer was not packed to its end.');
  return packed.digest;
}
