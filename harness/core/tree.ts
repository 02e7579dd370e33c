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

export function countFiles(parts: readonly TreePart[]): number {
  return parts.reduce((sum, { entries }) => sum + entries.filter(({ kind }) => kind === 'file').length, 0);
}
