import type { Definition } from '../core/definition.ts';
import type { Manifest } from '../core/manifest.ts';
import type { TreePart } from '../core/tree.ts';
import { sha256, treeHash } from '../system/list-tree.ts';

/** Rises when the same parts make another image than before, so that older images are not taken for it. */
const recipeVersion = 2;

/** Where the staging directory lies in an image, as in production. */
export const stagePath = '/srv/mediawiki';

export type Labels = Readonly<Record<string, string>>;

/** The label by which `gm1 gc` finds what builds made. */
export const buildLabels: Labels = { gm1: 'build' };

/** PHP and the web server, without MediaWiki. `filesHash` is of the folder with its Containerfile. */
export function runtimeRef(runtime: Definition['runtime'], baseDigest: string, filesHash: string): string {
  return `gm1/runtime:${tagOf(runtime, baseDigest, filesHash)}`;
}

/** Database, memcached and edge proxy. */
export function servicesRef(baseDigest: string, filesHash: string): string {
  return `gm1/services:${tagOf(baseDigest, filesHash)}`;
}

/** An image from elsewhere with what gm1's services need. `filesHash` is of the folder with its Containerfile. */
export function adoptedRef(digest: string, runtimeDigest: string, filesHash: string): string {
  return `gm1/adopted:${tagOf(digest, runtimeDigest, filesHash)}`;
}

/** Apache with the files that it serves. */
export function webRef(parts: readonly TreePart[], runtimeDigest: string): string {
  return `gm1/web:${tagOf(contentOf(parts), runtimeDigest)}`;
}

/** The localisation caches of a staging directory on a runtime. */
export function localisationRef(parts: readonly TreePart[], runtimeDigest: string): string {
  return `gm1/localisation:${tagOf(contentOf(parts), runtimeDigest)}`;
}

/** MediaWiki on its runtime: one ref for the same code, configuration, languages and runtime. */
export function trackRef(
  manifest: Manifest,
  languages: readonly string[] | undefined,
  runtimeDigest: string,
): string {
  return `gm1/mediawiki:${manifest.version}-${tagOf(manifest.hash, languages ?? 'all', runtimeDigest)}`;
}

/** The name that an image has until it is known to be good; another one each time, since others may build the same. */
export function draftRef(ref: string): string {
  return `gm1/draft:${ref.slice(ref.lastIndexOf(':') + 1)}-${crypto.randomUUID().slice(0, 8)}`;
}

export interface TrackLabels {
  /** Ref of the image below. */
  readonly parent: string;
  readonly type: 'full' | 'incremental';
  /** Of gm1. */
  readonly builderVersion: string;
}

/** scap's labels (`build_images.py`) and the OCI standard's; none depends on the time or the machine. */
export function trackLabels(manifest: Manifest, { parent, type, builderVersion }: TrackLabels): Labels {
  return {
    ...buildLabels,
    'vnd.wikimedia.builder.name': 'gm1',
    'vnd.wikimedia.builder.version': builderVersion,
    'vnd.wikimedia.scap.stage_dir': stagePath,
    'vnd.wikimedia.scap.build_state_dir': '.gm1/builds',
    'vnd.wikimedia.build-type': type,
    'vnd.wikimedia.parent-image': parent,
    'org.opencontainers.image.title': 'MediaWiki',
    'org.opencontainers.image.version': manifest.versions.join(' '),
    'org.opencontainers.image.revision': manifest.hash,
    'org.opencontainers.image.base.name': parent,
    'org.opencontainers.image.licenses': 'GPL-2.0-or-later',
  };
}

function contentOf(parts: readonly TreePart[]) {
  return parts.map(({ target, entries }) => [target, treeHash(entries)]);
}

function tagOf(...parts: readonly unknown[]): string {
  return sha256(JSON.stringify([recipeVersion, ...parts])).slice('sha256:'.length, 'sha256:'.length + 12);
}
