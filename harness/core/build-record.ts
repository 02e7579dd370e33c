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
  readonly parent?: Image;
  readonly startedAt: string;
  readonly phases: readonly Phase[];
  readonly seconds: number;
  /** Of the whole image. */
  readonly bytes: number;
  /** In the staging directory. */
  readonly files: number;
  readonly manifest: Manifest;
}
