import { type TreeEntry, type TreePart, withAncestors } from '../core/tree.ts';

/** What turns one tree into another. */
export interface TreeChanges {
  /** New ones and those whose kind, content, executable bit or target differs. */
  readonly changed: readonly TreeEntry[];
  /** Paths that are gone; not those below a path that is gone or no folder any more. */
  readonly removed: readonly string[];
}

/** Compares two trees by content. Both have their folders, and each path once. */
export function compareTrees(before: readonly TreeEntry[], after: readonly TreeEntry[]): TreeChanges {
  const earlier = new Map(before.map((entry) => [entry.path, entry]));
  const later = new Map(after.map((entry) => [entry.path, entry]));
  const changed = after.filter((entry) => !isSame(earlier.get(entry.path), entry));
  const removed = before
    .map(({ path }) => path)
    .filter(
      (path) => !later.has(path) && (!path.includes('/') || later.get(parentOf(path))?.kind === 'folder'),
    );
  return { changed, removed };
}

function isSame(before: TreeEntry | undefined, after: TreeEntry): boolean {
  if (before?.kind !== after.kind) return false;
  switch (after.kind) {
    case 'folder':
      return true;
    case 'link':
      return before.kind === 'link' && before.to === after.to;
    case 'file':
      return (
        before.kind === 'file' && before.sha256 === after.sha256 && before.executable === after.executable
      );
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** Bytes of the files among entries. */
export function bytesOf(entries: readonly TreeEntry[]): number {
  return entries.reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.bytes : 0), 0);
}

/** The parts with just what changed, and the folders on the way to it: an engine makes absent ones unreadable. */
export function changedParts(
  parts: readonly TreePart[],
  { changed, removed }: TreeChanges,
): readonly TreePart[] {
  const wanted = new Set(changed.map(({ path }) => path));
  const passed = new Set([...wanted, ...removed].flatMap((path) => withAncestors(path)));
  return parts
    .map((part) => ({
      ...part,
      entries: part.entries.filter(({ kind, path: below }) => {
        const path = part.target ? `${part.target}/${below}` : below;
        return wanted.has(path) || (kind === 'folder' && passed.has(path));
      }),
    }))
    .filter(({ target, entries }) => entries.length > 0 || passed.has(target));
}
