import type { AdoptedImage } from '../core/adopted-image.ts';
import type { Checkout } from '../core/manifest.ts';
import type { TreePart } from '../core/tree.ts';

/** The code of a track, before the configuration is laid beside it. */
export interface FetchedTree {
  /** At least one. */
  readonly versions: readonly FetchedVersion[];
  /** Of all versions. */
  readonly checkouts: readonly Checkout[];
  /** The `wikiversions.json` of a staging directory: dbname to `php-<version>`. */
  readonly wikiversions?: Readonly<Record<string, string>>;
  /** `git diff` of the dirty checkouts. */
  readonly diff?: string;
  /** The image that the code came in. */
  readonly adopted?: AdoptedImage;
}

export interface FetchedVersion {
  readonly version: string;
  /** `target` is `php-<version>` or below it. Of two entries with one path the later part's counts. */
  readonly parts: readonly TreePart[];
}
