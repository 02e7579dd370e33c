/** A file, link or folder of a tree; `path` is relative to the tree, with `/` between its parts. */
export type TreeEntry =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly executable: boolean;
      readonly bytes: number;
      readonly sha256: string;
    }
  | { readonly kind: 'link'; readonly path: string; readonly to: string }
  | { readonly kind: 'folder'; readonly path: string };

/** A folder of this machine with the entries of it that count, and where they belong in a larger tree. */
export interface TreePart {
  readonly directory: string;
  /** Relative to the larger tree, empty for its root. */
  readonly target: string;
  /** Sorted by path. */
  readonly entries: readonly TreeEntry[];
}

/** An entry of the larger tree. */
export interface PlacedEntry {
  readonly entry: TreeEntry;
  /** On this machine; absent for folders that only lie between a part and the root. */
  readonly source?: string;
}

/** The larger tree that parts make up, folders between included, sorted by path. */
export function mergeParts(parts: readonly TreePart[]): readonly PlacedEntry[] {
  const placed = new Map<string, PlacedEntry>();
  for (const { directory, target, entries } of parts) {
    for (const path of withAncestors(target))
      if (path && !placed.has(path)) placed.set(path, { entry: { kind: 'folder', path } });
    for (const entry of entries) {
      const path = target ? `${target}/${entry.path}` : entry.path;
      placed.set(path, { entry: { ...entry, path }, source: `${directory}/${entry.path}` });
    }
  }
  return [...placed.values()].sort((a, b) => (a.entry.path < b.entry.path ? -1 : 1));
}

/** How many files that larger tree has. */
export function countFiles(parts: readonly TreePart[]): number {
  const files = new Set<string>();
  for (const { target, entries } of parts)
    for (const entry of entries) {
      const path = target ? `${target}/${entry.path}` : entry.path;
      if (entry.kind === 'file') files.add(path);
      else files.delete(path);
    }
  return files.size;
}

/** `a`, `a/b` and `a/b/c` of `a/b/c`. */
export function withAncestors(path: string): readonly string[] {
  const names = path.split('/');
  return names.map((_name, index) => names.slice(0, index + 1).join('/'));
}
