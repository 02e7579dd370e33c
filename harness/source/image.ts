import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdoptedImage } from '../core/adopted-image.ts';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { TreeEntry } from '../core/tree.ts';
import { readEntries, writeEntries } from '../system/entries-file.ts';
import { moveUnlessThere, readIfPresent, writeWhole } from '../system/files.ts';
import type { ImageStore, StoredImage } from '../system/image-store.ts';
import { sha256 } from '../system/list-tree.ts';
import type { Sandbox } from '../system/sandbox.ts';
import type { FetchedTree } from './fetched-tree.ts';
import { imageCheckouts } from './image-checkouts.ts';
import {
  helpfulMissing,
  type ImageShape,
  isComplete,
  lookScript,
  missingIn,
  parseShape,
  runtimeFiles,
  stagePath,
} from './image-shape.ts';
import { parseWikiversions } from './versions-file.ts';

export interface ImageRequest {
  readonly ref: string;
  readonly projectRoot: string;
  /** `Home.cache`. */
  readonly cache: string;
  readonly images: ImageStore;
  readonly sandbox: Sandbox;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
}

/** What is kept of an image, in a folder that its digest names. */
interface KeptImage {
  readonly folder: string;
  readonly shape: ImageShape;
  readonly entries: readonly TreeEntry[];
}

/**
 * The code of an image that is built already, pulled when it is not here. Its trees are copied out once; the image is
 * handed on, since the code is to run in it.
 */
export async function fetchImage(request: ImageRequest): Promise<Outcome<FetchedTree>> {
  const { ref, images, signal, onNotice } = request;
  const image = await images.pull(ref, signal);
  if (!image.ok) return image;
  if (!ref.includes(image.value.digest))
    onNotice(`${ref} may be another image tomorrow. Today it is ${image.value.ref}.`);
  const folder = join(request.cache, 'images', image.value.digest.slice('sha256:'.length));
  const kept = (await readKept(folder)) ?? (await keepImage(request, image.value, folder));
  if (!kept.ok) return kept;
  const lacking = helpfulMissing(kept.value.shape);
  if (lacking.length > 0)
    onNotice(`${ref} has no ${lacking.join(', ')}: what calls these will fail in its environment.`);
  return treeOf(request, image.value, kept.value);
}

async function readKept(folder: string): Promise<Outcome<KeptImage> | undefined> {
  const entries = await readEntries(join(folder, 'entries.json'));
  const look = await readIfPresent(join(folder, 'shape'));
  if (!entries || look === undefined) return undefined;
  return ok({ folder, shape: parseShape(look), entries });
}

/** Whole or not at all: what is kept is taken as it is by the next build. */
async function keepImage(
  request: ImageRequest,
  image: StoredImage,
  folder: string,
): Promise<Outcome<KeptImage>> {
  const { images, signal } = request;
  const look = await lookInto(request, image);
  if (!look.ok) return look;
  const draft = `${folder}.${process.pid}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    const into = join(draft, 'tree');
    await mkdir(into, { recursive: true });
    const entries = await images.extract({ ref: image.ref, path: stagePath, into, keep: isKept, signal });
    if (!entries.ok) return entries;
    await writeWhole(join(draft, 'shape'), look.value);
    await writeEntries(join(draft, 'entries.json'), entries.value);
    await moveUnlessThere(draft, folder);
    return ok({ folder, shape: parseShape(look.value), entries: entries.value });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function lookInto(
  { ref, sandbox, signal }: ImageRequest,
  image: StoredImage,
): Promise<Outcome<string>> {
  const looked = await sandbox.run({ image: image.ref, script: lookScript, network: false, signal });
  if (!looked.ok) return looked;
  const { exitCode, output } = looked.value;
  const missing = missingIn(parseShape(output));
  if (exitCode !== 0) return failed(notLookedInto(ref, output));
  return missing.length > 0 ? failed(unfit(ref, missing)) : ok(output);
}

/** Generated caches are made anew, configuration is gm1's own, and history has no place in an image. */
function isKept(path: string): boolean {
  const [top = '', ...below] = path.split('/');
  if (!top.startsWith('php-')) return path === 'wikiversions.json' || path === 'deployment-info.json';
  const inside = below.join('/');
  return !(below.includes('.git') || /^cache\/l10n(\/|$)/.test(inside) || inside === 'LocalSettings.php');
}

async function treeOf(
  request: ImageRequest,
  { ref, digest }: StoredImage,
  { folder, shape, entries }: KeptImage,
): Promise<Outcome<FetchedTree>> {
  const map = await readIfPresent(join(folder, 'tree/wikiversions.json'));
  const wikiversions =
    map === undefined ? ok(undefined) : parseWikiversions(map, `wikiversions.json of ${request.ref}`);
  if (!wikiversions.ok) return wikiversions;
  const info = await readIfPresent(join(folder, 'tree/deployment-info.json'));
  const image = { name: nameOf(request.ref), digest };
  const versions = shape.trees.map((tree) => versionIn(folder, tree, entries));
  return ok({
    versions: versions.map(({ version, part }) => ({ version, parts: [part] })),
    checkouts: versions.flatMap(({ version, part }) =>
      imageCheckouts({ version, entries: part.entries, image, ...(info !== undefined && { info }) }),
    ),
    ...(wikiversions.value && { wikiversions: wikiversions.value }),
    adopted: await adoptedImage(request, { ref, digest }, shape, entries),
  });
}

function versionIn(folder: string, tree: string, entries: readonly TreeEntry[]) {
  const below = entries.filter(({ path }) => path.startsWith(`${tree}/`) && isKept(path));
  const part = {
    directory: join(folder, 'tree', tree),
    target: tree,
    entries: below.map((entry) => ({ ...entry, path: entry.path.slice(tree.length + 1) })),
  };
  return { version: tree.slice('php-'.length), part };
}

async function adoptedImage(
  { ref, projectRoot }: ImageRequest,
  image: StoredImage,
  shape: ImageShape,
  entries: readonly TreeEntry[],
): Promise<AdoptedImage> {
  const { phpFpm } = shape;
  if (phpFpm === undefined) throw new Error('An image without php-fpm is not kept.');
  const runtime = join(projectRoot, 'environments/images/runtime');
  const hashes = Object.entries(runtimeFiles).map(async ([name, path]) => {
    const text = await readFile(join(runtime, name), 'utf8');
    return [path, sha256(text).slice('sha256:'.length)] as const;
  });
  const expected = Object.fromEntries(await Promise.all(hashes));
  return { ...image, name: ref, entries, phpFpm, isComplete: isComplete(shape, expected) };
}

/** Without tag and digest. */
function nameOf(ref: string): string {
  return ref.startsWith('sha256:') ? 'image' : ref.replace(/@.*$/, '').replace(/:[^/:]+$/, '');
}

function unfit(ref: string, missing: readonly string[]): Failure {
  return {
    kind: 'usage',
    what: `The image ${ref} is not one that an environment can start. It lacks ${missing.join(', ')}.`,
    next: 'Name an image with production’s layout in `image` of the track, or build from `git` or `directory`.',
  };
}

function notLookedInto(ref: string, output: string): Failure {
  return {
    kind: 'infrastructure',
    what: `The image ${ref} could not be looked into.`,
    why: output.split('\n').slice(-3).join(' / '),
    next: `Run \`docker run -it --entrypoint sh ${ref}\` to see what is wrong with it.`,
  };
}
