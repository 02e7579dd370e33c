import { join } from 'node:path';
import type { BuildRecord, Image } from '../core/build-record.ts';
import type { Definition } from '../core/definition.ts';
import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Manifest, StagedTree } from '../core/manifest.ts';
import type { Track } from '../core/track.ts';
import { countFiles, type TreePart } from '../core/tree.ts';
import { type Clock, type PhaseListener, Stopwatch } from '../system/clock.ts';
import type { Home } from '../system/home.ts';
import { awaitLock } from '../system/lock.ts';
import type { Pause } from '../system/pause.ts';
import type { Sandbox } from '../system/sandbox.ts';
import { ensureAdopted, notToPublish } from './adopt.ts';
import { ensureWebImage } from './adopt-web.ts';
import { BuildRecords } from './build-records.ts';
import type { BuiltImage, ImageBuilder } from './builder.ts';
import { ensureRuntimeImages } from './ensure-image.ts';
import { writeInventory } from './find-candidates.ts';
import { ensureLocalisation } from './localisation.ts';
import { type MadeImage, makeImage } from './make-image.ts';
import { trackRef } from './recipe.ts';

/** Where the code of a track comes from; `F` is what it has fetched, which only itself understands. */
export interface TreeSource<F> {
  /** `base` is the ref of a bare Debian to work in. */
  fetch(base: string): Promise<Outcome<F>>;
  stage(fetched: F): Promise<Outcome<StagedTree>>;
  /** Whether an image can be made of it; nobody needs to ask of what made one. */
  check(staged: StagedTree): Outcome<void>;
  /** What Special:Version shows of the checkouts, as a part of the staging directory. */
  gitInfo(manifest: Manifest): Promise<TreePart | undefined>;
}

export interface BuildOptions {
  /** Whether all of the image is built, also when there is one. */
  readonly full?: boolean;
  /** Where the image is published. */
  readonly registry?: string;
}

export interface BuildInput<F> {
  readonly definition: Definition;
  readonly track: Track;
  readonly options: BuildOptions;
  readonly source: TreeSource<F>;
  readonly projectRoot: string;
  readonly home: Home;
  /** Of gm1, for the label of the image. */
  readonly builderVersion: string;
  readonly builder: ImageBuilder;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly signal: AbortSignal;
  readonly listener: PhaseListener;
  readonly onNotice: (text: string) => void;
}

interface Staged {
  readonly tree: StagedTree;
  /** In the staging directory. */
  readonly files: number;
  /** What the image is made on. */
  readonly runtime: BuiltImage;
  readonly web?: BuiltImage;
  readonly ref: string;
  readonly existing: BuiltImage | undefined;
}

/**
 * Builds the image of one track: none when the same code, configuration and runtime made one before, a layer on an
 * earlier image when little changed, else all of it. The phases follow each other: `runtime`, `fetch`, `stage`, `adopt`
 * for the code of an image, `cache_git_info`, `l10n-update`, `build-and-push-container-images`, `publish`. Waits while
 * another process builds the same track of the same environment.
 */
export async function buildTrack<F>(input: BuildInput<F>): Promise<Outcome<BuildRecord>> {
  const { definition, home, pause, signal, track } = input;
  const onWait = (holder: number) =>
    input.onNotice(`Waiting for process ${holder}, which builds ${track} of ${definition.name}.`);
  const path = join(home.root, 'locks', 'build', `${definition.name}-${track}`);
  await using lock = await awaitLock(path, { pause, signal, onWait });
  // Without the await the lock would be released at once.
  return lock ? await buildAlone(input) : failed(interrupted);
}

async function buildAlone<F>(input: BuildInput<F>): Promise<Outcome<BuildRecord>> {
  const { clock, home, signal } = input;
  const startedAt = clock.now().toISOString();
  const start = clock.seconds();
  const stopwatch = new Stopwatch(clock, input.listener);
  const staged = await stage(input, stopwatch);
  if (!staged.ok) return staged;
  const id = buildId(startedAt, input.track, staged.value.tree.manifest.hash);
  const made = staged.value.existing ? ok(undefined) : await make(input, staged.value, id, stopwatch);
  if (!made.ok) return made;
  if (signal.aborted) return failed(interrupted);
  const image = made.value?.image ?? staged.value.existing;
  if (!image) throw new Error('An image is there or it was made.');
  const published = await publish(input, image, stopwatch);
  if (!published.ok) return published;
  const record: BuildRecord = {
    id,
    ...recordFacts(input, staged.value, image, made.value),
    ...(published.value && { published: published.value }),
    startedAt,
    phases: stopwatch.phases,
    seconds: clock.seconds() - start,
  };
  await new BuildRecords(home.builds).save(record, staged.value.tree.diff);
  return ok(record);
}

/** Everything up to the question whether there is anything to build. */
async function stage<F>(input: BuildInput<F>, stopwatch: Stopwatch): Promise<Outcome<Staged>> {
  const { source } = input;
  const images = await stopwatch.time('runtime', () => ensureRuntimeImages(input));
  if (!images.ok) return images;
  const { base, runtime } = images.value;
  const fetched = await stopwatch.time('fetch', () => source.fetch(base.ref));
  if (!fetched.ok) return fetched;
  const isAdopted = input.definition.tracks[input.track].kind === 'image';
  if (!isAdopted) return stopwatch.time('stage', () => stageOn(input, fetched.value, runtime));
  const tree = await stopwatch.time('stage', () => source.stage(fetched.value));
  return tree.ok ? stopwatch.time('adopt', () => adopt(input, tree.value, runtime)) : tree;
}

async function stageOn<F>(input: BuildInput<F>, fetched: F, runtime: BuiltImage): Promise<Outcome<Staged>> {
  const tree = await input.source.stage(fetched);
  return tree.ok ? lookUp(input, tree.value, { runtime }) : tree;
}

/** Makes the image that the code came in fit to be built on. */
async function adopt<F>(
  input: BuildInput<F>,
  tree: StagedTree,
  runtime: BuiltImage,
): Promise<Outcome<Staged>> {
  const { adopted, parts } = tree;
  if (!adopted) throw new Error('The tree of an image says of which.');
  if (input.options.registry !== undefined && !adopted.isComplete) return failed(notToPublish(adopted.name));
  const ground = await ensureAdopted({ ...input, adopted, runtime });
  if (!ground.ok) return ground;
  if (adopted.isComplete) return lookUp(input, tree, { runtime: ground.value });
  const web = await ensureWebImage({ ...input, parts, runtime });
  return web.ok ? lookUp(input, tree, { runtime: ground.value, web: web.value }) : web;
}

async function lookUp<F>(
  { builder, definition, home, options, source }: BuildInput<F>,
  tree: StagedTree,
  grounds: Pick<Staged, 'runtime' | 'web'>,
): Promise<Outcome<Staged>> {
  const ref = trackRef(tree.manifest, definition.languages, grounds.runtime.digest);
  const existing = await builder.find(ref);
  if (!existing.ok) return existing;
  const found = options.full ? undefined : existing.value;
  const known = found && (await new BuildRecords(home.builds).newestOf(found.digest));
  if (known) return ok({ ...grounds, tree, files: known.files, ref, existing: found });
  const fit = source.check(tree);
  return fit.ok ? ok({ ...grounds, tree, files: countFiles(tree.parts), ref, existing: found }) : fit;
}

async function make<F>(
  input: BuildInput<F>,
  { tree: staged, runtime, ref }: Staged,
  id: string,
  stopwatch: Stopwatch,
): Promise<Outcome<MadeImage>> {
  const { manifest } = staged;
  const gitInfo = await stopwatch.time('cache_git_info', () => input.source.gitInfo(manifest));
  const localisation = await stopwatch.time('l10n-update', () =>
    ensureLocalisation({ ...input, staged, runtime: runtime.ref, cache: input.home.cache }),
  );
  if (!localisation.ok) return localisation;
  const parts = gitInfo ? [...staged.parts, gitInfo] : staged.parts;
  return stopwatch.time('build-and-push-container-images', async () => {
    const { builds } = input.home;
    const records = await new BuildRecords(builds).list();
    const { adopted } = staged;
    const making = { ...input, runtime, adopted, records, full: input.options.full ?? false };
    const made = await makeImage(making, { ref, manifest, parts, localisation: localisation.value });
    if (made.ok) await writeInventory(builds, id, made.value.entries);
    return made;
  });
}

async function publish<F>(
  { builder, options: { registry }, signal }: BuildInput<F>,
  image: BuiltImage,
  stopwatch: Stopwatch,
): Promise<Outcome<Image | undefined>> {
  if (registry === undefined) return ok(undefined);
  return stopwatch.time('publish', () => builder.push(image.ref, registry, signal));
}

function recordFacts<F>(
  { definition, track }: BuildInput<F>,
  { tree: { manifest, adopted }, files, web }: Staged,
  { ref, digest, bytes, layers }: BuiltImage,
  made: MadeImage | undefined,
): Omit<BuildRecord, 'id' | 'startedAt' | 'phases' | 'seconds'> {
  const common = {
    track,
    environment: definition.name,
    version: manifest.version,
    image: { ref, digest },
    bytes,
    layers: layers.length,
    files,
    manifest,
    ...(adopted && { adopted: { ref: adopted.name, digest: adopted.digest } }),
    ...(web && { web: { ref: web.ref, digest: web.digest } }),
  };
  if (!made)
    return {
      ...common,
      kind: 'cached',
      reason: 'The code, the configuration and the runtime are those of an image that is there.',
    };
  const { plan } = made;
  if (plan.kind === 'full') return { ...common, kind: 'full', reason: plan.reason };
  if (plan.kind === 'unchanged') return { ...common, kind: 'cached', reason: plan.reason };
  const { image: parent } = plan.parent;
  return {
    ...common,
    kind: 'incremental',
    reason: plan.reason,
    parent: { ref: parent.ref, digest: parent.digest },
    changes: plan.counts,
  };
}

/** `20260801T101500123Z-next-1a2b3c4d`: sorts by time, to the millisecond, for a build of nothing new takes half a second. */
function buildId(startedAt: string, track: Track, hash: string): string {
  const time = startedAt.replaceAll(/[-:.]/g, '');
  return `${time}-${track}-${hash.slice('sha256:'.length, 'sha256:'.length + 8)}`;
}
