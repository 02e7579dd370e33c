import type { Checkout } from '../core/manifest.ts';
import type { TreePart } from '../core/tree.ts';

/** The code of a track, before the configuration is laid beside it. `part.target` is `php-<version>`. */
export interface FetchedTree {
  readonly version: string;
  readonly part: TreePart;
  readonly checkouts: readonly Checkout[];
}
