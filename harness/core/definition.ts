import type { Track } from './track.ts';

/** Where a track's code comes from. */
export type SourceDefinition =
  | { readonly kind: 'debian'; readonly suite: string }
  | { readonly kind: 'directory'; readonly path: string };

export interface WikiDefinition {
  readonly dbname: string;
  readonly lang: string;
  readonly shape: WikiShape;
}

export type WikiShape = 'wikipedia' | 'commons';

export type SuiteName = 'http' | 'api' | 'browser' | 'webdriverio';

/** An environment definition as read from `environments/NAME.yaml`; paths are absolute. */
export interface Definition {
  readonly name: string;
  readonly file: string;
  readonly tracks: Readonly<Record<Track, SourceDefinition>>;
  /** `base` is a Debian suite, `php` the version of PHP that it carries. */
  readonly runtime: { readonly base: string; readonly php: string };
  /** The folder with the wikis' PHP configuration. */
  readonly config: string;
  readonly wikis: readonly WikiDefinition[];
  readonly suites: readonly SuiteName[];
}
