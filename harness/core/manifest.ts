import type { TreePart } from './tree.ts';

/** One repository (or package) at one commit (or version), in the names of scap's `deployment-info.json`. */
export interface Checkout {
  readonly repo: string;
  /** Relative to the staging directory. */
  readonly path: string;
  readonly branch?: string;
  /** A commit, a package version, or `sha256:…` of a directory's content. */
  readonly commit_ref: string;
  /** The commit checked out, where `commit_ref` is of the content because files may differ from it. */
  readonly head?: string;
  /** Of the package file, hexadecimal. */
  readonly sha256?: string;
}

/** What makes a build: the checkouts and the configuration. `hash` identifies it. */
export interface Manifest {
  readonly hash: string;
  /** MediaWiki's version, as in `php-<version>/`. */
  readonly version: string;
  readonly checkouts: readonly Checkout[];
  /** The contained configuration that was staged beside the code. */
  readonly config: { readonly name: string; readonly hash: string };
}

/**
 * A staging directory, laid out as scap lays it out, as the parts that make it up: `php-<version>/` stays where it was
 * fetched to. Of two entries with one path the later part's counts.
 */
export interface StagedTree {
  readonly parts: readonly TreePart[];
  readonly manifest: Manifest;
}
