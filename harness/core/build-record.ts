import type { Manifest } from './manifest.ts';
import type { Phase } from './phase.ts';
import type { Track } from './track.ts';

export interface Image {
  readonly ref: string;
  readonly digest: string;
}

/** What `gm1 build` did for one track, `.gm1/builds/<id>.json`. */
export interface BuildRecord {
  readonly id: string;
  readonly track: Track;
  readonly version: string;
  readonly image: Image;
  readonly kind: 'full' | 'incremental' | 'cached';
  readonly reason: string;
  /** The image below an incremental one's layer. */
  readonly parent?: Image;
  /** Which environment definition it was built for. */
  readonly environment?: string;
  /** What the layer of an incremental build holds. */
  readonly changes?: BuildChanges;
  /** Of the whole image, those of its base included. */
  readonly layers?: number;
  /** The image from elsewhere that it is made of. */
  readonly adopted?: Image;
  /** Apache with the files that it serves, when `image` has none. */
  readonly web?: Image;
  /** Where it was pushed to, with the digest that the registry gave back. */
  readonly published?: Image;
  readonly startedAt: string;
  readonly phases: readonly Phase[];
  readonly seconds: number;
  /** Of the whole image. */
  readonly bytes: number;
  /** In the staging directory. */
  readonly files: number;
  readonly manifest: Manifest;
}

export interface BuildChanges {
  /** Files and links that are new or differ. */
  readonly changed: number;
  /** Files, links and folders that are gone. */
  readonly removed: number;
  /** Of the changed files. */
  readonly bytes: number;
  /** Of the changed files of all incremental builds since the last full one, this one included. */
  readonly sinceFull: number;
}
