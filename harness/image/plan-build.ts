import type { BuildChanges, BuildRecord } from '../core/build-record.ts';
import type { TreeEntry } from '../core/tree.ts';
import type { BuiltImage } from './builder.ts';
import { bytesOf, compareTrees, type TreeChanges } from './tree-changes.ts';

/** An image that is there, with the files of its staging directory. */
export interface Candidate {
  readonly image: BuiltImage;
  readonly record: BuildRecord;
  readonly entries: readonly TreeEntry[];
}

/** How an image of a staging directory is made, and why so. */
export type BuildPlan =
  | { readonly kind: 'full'; readonly reason: string }
  /** An image from elsewhere is already what is wanted. */
  | { readonly kind: 'unchanged'; readonly reason: string; readonly image: BuiltImage }
  | {
      readonly kind: 'incremental';
      readonly reason: string;
      readonly parent: Pick<Candidate, 'image'>;
      readonly changes: TreeChanges;
      readonly counts: BuildChanges;
    };

/** scap's limits: an image that is read through more layers, or carries more that no one sees, is built anew. */
const limits = { layers: 125, changed: 0.25 };

/**
 * Builds on the first candidate that is near enough, else everything; undefined without candidates. What the layers of
 * earlier incremental builds hold counts as changed, too: it stays in the image.
 */
export function planBuild(
  entries: readonly TreeEntry[],
  candidates: readonly Candidate[],
): BuildPlan | undefined {
  const plans = candidates.map((candidate) => planOn(entries, candidate));
  return plans.find(({ kind }) => kind === 'incremental') ?? plans[0];
}

function planOn(entries: readonly TreeEntry[], parent: Candidate): BuildPlan {
  const { image, record } = parent;
  if (image.layers.length >= limits.layers)
    return full(`${image.ref} has ${image.layers.length} layers; with more an image is built anew.`);
  const changes = compareTrees(parent.entries, entries);
  const bytes = bytesOf(changes.changed);
  const sinceFull = bytes + (record.changes?.sinceFull ?? 0);
  const share = sinceFull / Math.max(1, bytesOf(entries));
  if (share > limits.changed)
    return full(
      `${percent(share)} changed since the last full build (${image.ref}), which is more than ${percent(limits.changed)}.`,
    );
  const changed = changes.changed.filter(({ kind }) => kind !== 'folder').length;
  const counts = { changed, removed: changes.removed.length, bytes, sinceFull };
  return { kind: 'incremental', reason: saySo(changes, image.ref), parent, changes, counts };
}

function full(reason: string): BuildPlan {
  return { kind: 'full', reason };
}

/** Rounded up, so that what is more than a limit never looks like it. */
function percent(share: number): string {
  return `${Math.ceil(share * 100)} %`;
}

function saySo({ changed, removed }: TreeChanges, ref: string): string {
  const files = changed.filter(({ kind }) => kind !== 'folder');
  const paths = [...files.map(({ path }) => path), ...removed];
  const names = paths.length === 0 || paths.length > 3 ? '' : `: ${paths.join(', ')}`;
  const gone = removed.length > 0 ? `, ${removed.length} gone` : '';
  return `${files.length} ${files.length === 1 ? 'file' : 'files'} changed${gone} since ${ref}${names}.`;
}
