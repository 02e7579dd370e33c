import type { TreeEntry } from './tree.ts';

/** An image that somebody else built, with a track's code in it, which is to run in it. */
export interface AdoptedImage {
  /** As the definition names it. */
  readonly name: string;
  /** `name@sha256:…`, or `sha256:…` when no registry gave it. */
  readonly ref: string;
  /** The one in `ref`. */
  readonly digest: string;
  /** Its whole staging directory, its own configuration and caches included. */
  readonly entries: readonly TreeEntry[];
  /** Where its php-fpm lies. */
  readonly phpFpm: string;
  /** Whether it has what the services of an environment need, as an image of gm1's own. */
  readonly isComplete: boolean;
}
