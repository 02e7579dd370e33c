/** A patch that has been read, and that git understands. */
export interface Patch {
  /** The file's name, or the ref and its commit. */
  readonly name: string;
  /** `2 of 3`. */
  readonly position: string;
  /** Relative to MediaWiki's root; empty for core. */
  readonly checkout: string;
  /** A copy of it, which nobody changes. */
  readonly file: string;
  /** `sha256:…` of its text. */
  readonly hash: string;
  /** What it reads, changes, makes or removes, relative to MediaWiki's root. */
  readonly paths: readonly string[];
}
