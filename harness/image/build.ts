import type { BuildRecord } from '../core/build-record.ts';
import type { Definition } from '../core/definition.ts';
import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { StagedTree } from '../core/manifest.ts';
import type { Track } from '../core/track.ts';
import { mergeParts } from '../core/tree.ts';
import { type Clock, type PhaseListener, Stopwatch } from '../system/clock.ts';
import type { Home } from '../system/home.ts';
import type { Sandbox } from '../system/sandbox.ts';
import { fullBuildReason } from './build-reason.ts';
import { BuildRecords } from './build-records.ts';
import type { BuiltImage, ImageBuilder } from './builder.ts';
import { ensureRuntimeImages } from './ensure-image.ts';
import { ensureLocalisation, localisationPart } from './localisation.ts';
import { localisationKey } from './localisation-key.ts';
import { buildLabels, localisationRef, stagePath, trackLabels, trackRef } from './recipe.ts';

/** Where the code of a track comes from; `F` is what it has fetched, which only itself understands. */
export interface TreeSource<F> {
  /** `base` is the ref of a bare Debian to work in. */
  fetch(base: string): Promise<Outcome<F>>;
  stage(fetched: F): Promise<Outcome<StagedTree>>;
}

export interface BuildInput<F> {
  readonly definition: Definition;
  readonly track: Track;
  readonly source: TreeSource<F>;
  readonly projectRoot: string;
  readonly home: Home;
  /** Of gm1, for the label of the image. */
  readonly builderVersion: string;
  readonly builder: ImageBuilder;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly listener: PhaseListener;
}

interface Staged {
  readonly tree: StagedTree;
  readonly key: string;
  readonly runtime: BuiltImage;
  readonly ref: string;
  readonly existing: BuiltImage | undefined;
}

/**
 * Builds the image of one track, or finds the one that the same code, configuration and runtime made before, and
 * records it. The phases follow each other: `runtime`, `fetch`, `stage`, `l10n-update`, `build-and-push-container-images`.
 */
export async function buildTrack<F>(input: BuildInput<F>): Promise<Outcome<BuildRecord>> {
  const { clock, home, signal, track } = input;
  const startedAt = clock.now().toISOString();
  const start = clock.seconds();
  const stopwatch = new Stopwatch(clock, input.listener);
  const records = new BuildRecords(home.builds);
  const staged = await prepare(input, stopwatch);
  if (!staged.ok) return staged;
  const { tree, existing } = staged.value;
  const image = existing ? ok(existing) : await build(input, staged.value, stopwatch);
  if (!image.ok) return image;
  if (signal.aborted) return failed(interrupted);
  const { manifest } = tree;
  const { ref, digest, bytes } = image.value;
  const record: BuildRecord = {
    id: buildId(startedAt, track, manifest.hash),
    track,
    version: manifest.version,
    image: { ref, digest },
    ...(existing
      ? {
          kind: 'cached',
          reason: 'The code, the configuration and the runtime are those of an image that is there.',
        }
      : { kind: 'full', reason: fullBuildReason(manifest, await records.newest(track)) }),
    startedAt,
    phases: stopwatch.phases,
    seconds: clock.seconds() - start,
    bytes,
    files: mergeParts(tree.parts).filter(({ entry }) => entry.kind === 'file').length,
    manifest,
  };
  await records.save(record);
  return ok(record);
}

/** Everything up to the question whether there is anything to build. */
async function prepare<F>(input: BuildInput<F>, stopwatch: Stopwatch): Promise<Outcome<Staged>> {
  const { source, builder } = input;
  const images = await stopwatch.time('runtime', () => ensureRuntimeImages(input));
  if (!images.ok) return images;
  const { base, runtime } = images.value;
  const fetched = await stopwatch.time('fetch', () => source.fetch(base.ref));
  if (!fetched.ok) return fetched;
  return stopwatch.time('stage', async () => {
    const tree = await source.stage(fetched.value);
    if (!tree.ok) return tree;
    const { manifest, parts } = tree.value;
    const key = localisationKey(manifest.version, parts);
    const ref = trackRef(manifest, key, runtime.digest);
    const existing = await builder.find(ref);
    return existing.ok ? ok({ tree: tree.value, key, runtime, ref, existing: existing.value }) : existing;
  });
}

async function build<F>(
  input: BuildInput<F>,
  staged: Staged,
  stopwatch: Stopwatch,
): Promise<Outcome<BuiltImage>> {
  const { builder, builderVersion, signal } = input;
  const localisation = await stopwatch.time('l10n-update', () => localise(input, staged));
  if (!localisation.ok) return localisation;
  return stopwatch.time('build-and-push-container-images', async () => {
    const parent = await layLocalisation(input, staged, localisation.value);
    if (!parent.ok) return parent;
    return builder.addLayer({
      ref: staged.ref,
      parent: parent.value,
      parts: staged.tree.parts,
      target: stagePath,
      labels: trackLabels(staged.tree.manifest, parent.value.ref, builderVersion),
      signal,
    });
  });
}

/** The image that carries the localisation cache, or the folder of which to make it. */
type Localisation = { readonly image: BuiltImage } | { readonly directory: string };

async function localise<F>(input: BuildInput<F>, staged: Staged): Promise<Outcome<Localisation>> {
  const { definition, home, sandbox, signal, builder } = input;
  const { tree, key, runtime } = staged;
  const found = await builder.find(localisationRef(key, runtime.digest));
  if (!found.ok) return found;
  if (found.value) return ok({ image: found.value });
  const [wiki] = definition.wikis;
  if (!wiki) throw new Error('A definition has at least one wiki.');
  const directory = await ensureLocalisation({
    key,
    staged: tree,
    runtime: runtime.ref,
    cache: home.cache,
    wiki,
    sandbox,
    signal,
  });
  return directory.ok ? ok({ directory: directory.value }) : directory;
}

/** Below the code, so that a change of code does not move some hundred megabytes of messages again. */
async function layLocalisation<F>(
  { builder, signal }: BuildInput<F>,
  { tree, key, runtime }: Staged,
  localisation: Localisation,
): Promise<Outcome<BuiltImage>> {
  if ('image' in localisation) return ok(localisation.image);
  return builder.addLayer({
    ref: localisationRef(key, runtime.digest),
    parent: runtime,
    parts: [await localisationPart(localisation.directory, tree.manifest.version)],
    target: stagePath,
    labels: { ...buildLabels, 'vnd.wikimedia.parent-image': runtime.ref },
    signal,
  });
}

/** `20260801T101500Z-next-1a2b3c4d`: sorts by time. */
function buildId(startedAt: string, track: Track, hash: string): string {
  const time = startedAt.replace(/\.\d+/, '').replace(/[-:]/g, '');
  return `${time}-${track}-${hash.slice('sha256:'.length, 'sha256:'.length + 8)}`;
}
