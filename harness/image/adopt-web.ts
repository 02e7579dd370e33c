import type { Outcome } from '../core/failure.ts';
import { ok } from '../core/failure.ts';
import type { TreePart } from '../core/tree.ts';
import type { BuiltImage, ImageBuilder } from './builder.ts';
import { buildLabels, stagePath, webRef } from './recipe.ts';

export interface WebRequest {
  /** The staging directory. */
  readonly parts: readonly TreePart[];
  /** gm1's own image with PHP and the web server. */
  readonly runtime: BuiltImage;
  readonly builder: ImageBuilder;
  readonly signal: AbortSignal;
}

/** What Apache serves or looks at itself: entry points and static files. */
const served = /^(docroot|w|php-[^/]+\/(resources|extensions|skins))(\/|$)/;

/** Apache with the files that it serves, for an image that has none; production keeps them apart, too. */
export async function ensureWebImage({
  parts,
  runtime,
  builder,
  signal,
}: WebRequest): Promise<Outcome<BuiltImage>> {
  const own = parts.map(servedPart).filter(({ entries }) => entries.length > 0);
  const ref = webRef(own, runtime.digest);
  const found = await builder.find(ref);
  if (!found.ok) return found;
  if (found.value) return ok(found.value);
  const labels = { ...buildLabels, 'vnd.wikimedia.parent-image': runtime.ref };
  return builder.addLayer({ ref, parent: runtime, parts: own, target: stagePath, labels, signal });
}

function servedPart(part: TreePart): TreePart {
  const { target, entries } = part;
  return {
    ...part,
    entries: entries.filter(({ path }) => served.test(target ? `${target}/${path}` : path)),
  };
}
