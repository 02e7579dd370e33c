import type { Track } from './track.ts';

/** A track's code: where it comes from and what is changed on top of it. */
export type SourceDefinition = (DebianSource | DirectorySource | GitSource | ImageSource) & {
  /** Applied in this order. */
  readonly patches?: readonly PatchDefinition[];
  /** A folder as `Definition.config`, where the track has one of its own. */
  readonly config?: string;
};

interface DebianSource {
  readonly kind: 'debian';
  readonly suite: string;
}

interface DirectorySource {
  readonly kind: 'directory';
  readonly path: string;
}

export interface GitSource {
  readonly kind: 'git';
  /** What lies at the root of `php-<version>/`. */
  readonly core: GitRepository;
  /** Whether core's submodules are checked out, as on wmf branches. */
  readonly submodules: boolean;
  /** Checkouts beside core: vendor, extensions and skins. */
  readonly checkouts: readonly (GitRepository & { readonly path: string })[];
  /** The branch of repositories that lack the one that is asked for. */
  readonly fallback: string;
  /** Paths of submodules and checkouts that may be absent. */
  readonly optional: readonly string[];
  /** What stands for the start of a URL; the longest start counts. */
  readonly mirrors: Readonly<Record<string, string>>;
}

export interface GitRepository {
  /** Without a mirror's rewriting; also the path of a repository on this machine. */
  readonly url: string;
  /** A branch, a tag, another ref or a commit. */
  readonly branch: string;
}

interface ImageSource {
  readonly kind: 'image';
  /** `name@sha256:…`, or any name of an image that the engine has. */
  readonly ref: string;
}

export type PatchDefinition = {
  /** The checkout that it changes, relative to MediaWiki's root; empty for core. */
  readonly checkout: string;
} & (
  | { readonly file: string }
  /** One commit's change. Without a URL it is of the checkout's own repository. */
  | { readonly ref: string; readonly url?: string }
);

export interface WikiDefinition {
  readonly dbname: string;
  readonly lang: string;
  /** What kind of wiki it is: a file of the configuration's `wmf-config/shapes/`. */
  readonly shape: string;
}

/** One of gm1's own suites, one of upstream's, or one that a definition declares. */
export type SuiteName = string;

/** gm1's own suites, then those that MediaWiki and its extensions have in their trees. */
export const knownSuites = ['http', 'api', 'browser', 'webdriverio', 'api-testing', 'selenium'] as const;

export type KnownSuite = (typeof knownSuites)[number];

/** A suite of somebody else's: a program that leaves files of results. */
export interface DeclaredSuite {
  readonly name: string;
  /** A program and its arguments. */
  readonly command: readonly string[];
  /** Where it is run. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** `path` is a folder of Allure files or a glob of JUnit files, relative to `directory`. */
  readonly results: { readonly format: 'allure' | 'junit'; readonly path: string };
  /** The dbname of the wiki that it is told of; without it the first of shape wikipedia. */
  readonly wiki?: string;
}

/** An environment definition as read from `environments/NAME.yaml`; paths are absolute. */
export interface Definition {
  readonly name: string;
  readonly file: string;
  readonly tracks: Readonly<Record<Track, SourceDefinition>>;
  /** `base` is a Debian suite, `php` the version of PHP that it carries. */
  readonly runtime: { readonly base: string; readonly php: string };
  /** The folder with the wikis' PHP configuration, of each track that has none of its own: see `configOf()`. */
  readonly config: string;
  readonly wikis: readonly WikiDefinition[];
  /** Those whose messages are built, besides the wikis' own and English; absent for all. */
  readonly languages?: readonly string[];
  /** All that run, in this order. */
  readonly suites: readonly SuiteName[];
  /** Those of `suites` that gm1 does not know by itself. */
  readonly declaredSuites?: readonly DeclaredSuite[];
}

/** The folder with the PHP configuration of a track's wikis. */
export function configOf({ tracks, config }: Definition, track: Track): string {
  return tracks[track].config ?? config;
}
