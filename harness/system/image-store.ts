import type { Outcome } from '../core/failure.ts';
import type { TreeEntry } from '../core/tree.ts';

export interface StoredImage {
  /** `name@sha256:…`, or `sha256:…` when no registry gave it: the same image at all times. */
  readonly ref: string;
  /** The one in `ref`. */
  readonly digest: string;
}

export interface Extraction {
  readonly ref: string;
  /** A folder in the image. */
  readonly path: string;
  /** An existing folder of this machine. */
  readonly into: string;
  /** Whether an entry is copied, by its path below `path`; a folder is asked about before what is in it. */
  readonly keep: (path: string) => boolean;
  readonly signal: AbortSignal;
}

/** Images that others built. */
export interface ImageStore {
  /** The image of any name: what is here, else what its registry has. */
  pull(ref: string, signal: AbortSignal): Promise<Outcome<StoredImage>>;
  /** Copies a folder out of an image; the result is all that is in the folder, copied or not. */
  extract(extraction: Extraction): Promise<Outcome<readonly TreeEntry[]>>;
}
