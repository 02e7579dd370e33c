import { join } from 'node:path';
import type { Definition } from '../core/definition.ts';
import type { Outcome } from '../core/failure.ts';
import { ok } from '../core/failure.ts';
import { listTree, treeHash } from '../system/list-tree.ts';
import type { BuiltImage, ImageBuilder } from './builder.ts';
import { buildLabels, runtimeRef, servicesRef } from './recipe.ts';

export interface ImageRequest {
  readonly definition: Definition;
  readonly projectRoot: string;
  readonly builder: ImageBuilder;
  readonly signal: AbortSignal;
}

export interface RuntimeImages {
  /** A bare Debian. */
  readonly base: BuiltImage;
  /** PHP and the web server on it. */
  readonly runtime: BuiltImage;
}

/** What the database, memcached and the edge proxy run on, whatever the wikis' PHP runs on. */
const servicesBase = 'trixie';

/** The runtime image of a definition and the bare Debian below it, built unless they are there. */
export async function ensureRuntimeImages(request: ImageRequest): Promise<Outcome<RuntimeImages>> {
  const { runtime } = request.definition;
  const base = await request.builder.base(runtime.base, request.signal);
  if (!base.ok) return base;
  const image = await ensureImage(request, 'runtime', base.value, { PHP: runtime.php }, (hash) =>
    runtimeRef(runtime, base.value.digest, hash),
  );
  return image.ok ? ok({ base: base.value, runtime: image.value }) : image;
}

/** The image with database, memcached and edge proxy, built unless it is there. */
export async function ensureServicesImage(request: ImageRequest): Promise<Outcome<BuiltImage>> {
  const base = await request.builder.base(servicesBase, request.signal);
  if (!base.ok) return base;
  return ensureImage(request, 'services', base.value, {}, (hash) => servicesRef(base.value.digest, hash));
}

/** The image of a folder of `environments/images` on another one, built unless it is there. */
export async function ensureImage(
  { projectRoot, builder, signal }: ImageRequest,
  folder: string,
  base: Pick<BuiltImage, 'ref'>,
  args: Readonly<Record<string, string>>,
  refOf: (filesHash: string) => string,
): Promise<Outcome<BuiltImage>> {
  const directory = join(projectRoot, 'environments', 'images', folder);
  const ref = refOf(treeHash(await listTree(directory)));
  const found = await builder.find(ref);
  if (!found.ok) return found;
  if (found.value) return ok(found.value);
  return builder.fromContainerfile({
    ref,
    directory,
    args: { BASE: base.ref, ...args },
    labels: { ...buildLabels, 'vnd.wikimedia.parent-image': base.ref },
    signal,
  });
}
