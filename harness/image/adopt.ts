import type { AdoptedImage } from '../core/adopted-image.ts';
import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { TreeEntry } from '../core/tree.ts';
import type { BuiltImage } from './builder.ts';
import { ensureImage, type ImageRequest } from './ensure-image.ts';
import type { BuildPlan } from './plan-build.ts';
import { adoptedRef } from './recipe.ts';
import { bytesOf, compareTrees } from './tree-changes.ts';

export interface AdoptionRequest extends ImageRequest {
  readonly adopted: AdoptedImage;
  /** gm1's own image with PHP and the web server. */
  readonly runtime: BuiltImage;
}

/** The adopted image with what the services of an environment need; itself when it has all that. */
export async function ensureAdopted(request: AdoptionRequest): Promise<Outcome<BuiltImage>> {
  const { adopted, runtime, builder } = request;
  if (!adopted.isComplete)
    return ensureImage(
      request,
      'adopted',
      adopted,
      { RUNTIME: runtime.ref, PHP_FPM: adopted.phpFpm },
      (hash) => adoptedRef(adopted.digest, runtime.digest, hash),
    );
  const found = await builder.find(adopted.ref);
  if (!found.ok) return found;
  return found.value ? ok(found.value) : failed(gone(adopted.name));
}

/** What it takes to make the staging directory of an adopted image the one that is wanted. */
export function planOnAdopted(
  entries: readonly TreeEntry[],
  image: BuiltImage,
  adopted: AdoptedImage,
): BuildPlan {
  const changes = compareTrees(adopted.entries, entries);
  const changed = changes.changed.filter(({ kind }) => kind !== 'folder').length;
  const removed = changes.removed.length;
  if (adopted.isComplete && changes.changed.length + removed === 0)
    return { kind: 'unchanged', reason: `${adopted.name} is as gm1 would build it.`, image };
  const bytes = bytesOf(changes.changed);
  return {
    kind: 'incremental',
    reason: `Laid on ${adopted.name}: ${changed} files and links new or different, ${removed} files, links and folders hidden.`,
    parent: { image },
    changes,
    counts: { changed, removed, bytes, sinceFull: bytes },
  };
}

/** What gm1 hides of an image stays in its layers, for everybody who gets them. */
export function notToPublish(name: string): Failure {
  return {
    kind: 'usage',
    what: `What is made on ${name} is not published: files of that image that gm1 hides are still in its layers.`,
    next: 'Build without --push; publish that image itself if it is yours to publish.',
  };
}

function gone(name: string): Failure {
  return {
    kind: 'infrastructure',
    what: `The image ${name} was removed while it was being built upon.`,
    next: 'Build again.',
  };
}
