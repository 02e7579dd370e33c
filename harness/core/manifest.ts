import type { AdoptedImage } from './adopted-image.ts';
import type { TreePart } from './tree.ts';

/** One repository (or package) at one commit (or version), in the names of scap's `deployment-info.json`. */
export interface Checkout {
  readonly repo: string;
  /** Relative to the staging directory: `php-<version>` or below it. */
  readonly path: string;
  readonly branch?: string;
  /** A commit, a package version, or `sha256:…` of a folder's content that no commit names. */
  readonly commit_ref: string;
  /** Where it was cloned from. */
  readonly url?: string;
  /** When the commit was made, in seconds since 1970. */
  readonly committed?: number;
  /** `sha256:…` of the content, where that may differ from the commit's: in a folder of this machine. */
  readonly content?: string;
  /** Files that differ from the commit, untracked ones included. */
  readonly dirty?: number;
  /** What was applied on top, in order. */
  readonly patches?: readonly AppliedPatch[];
  /** Of the package file, hexadecimal. */
  readonly sha256?: string;
}

export interface AppliedPatch {
  /** The file's name, or the ref and its commit. */
  readonly name: string;
  /** `sha256:…` of its text. */
  readonly hash: string;
}

/** What makes a build: the checkouts and the configuration. `hash` identifies it. */
export interface Manifest {
  readonly hash: string;
  /** MediaWiki's version, as in `php-<version>/`; the newest of several. */
  readonly version: string;
  /** All versions in the staging directory, oldest first. */
  readonly versions: readonly string[];
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
  /** `git diff` of the dirty checkouts; kept with the build record. */
  readonly diff?: string;
  /** The image that the code came in, on which that of the build is made. */
  readonly adopted?: AdoptedImage;
}
