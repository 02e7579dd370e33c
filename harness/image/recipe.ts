import type { Definition } from '../core/definition.ts';
import type { Manifest } from '../core/manifest.ts';
import { sha256 } from '../system/list-tree.ts';

/** Rises when the same parts make another image than before, so that older images are not taken for it. */
const recipeVersion = 1;

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

/** The localisation cache of a version on a runtime. */
export function localisationRef(key: string, runtimeDigest: string): string {
  return `gm1/localisation:${tagOf(key, runtimeDigest)}`;
}

/** MediaWiki on its runtime: one ref for the same code, configuration, localisation and runtime. */
export function trackRef(manifest: Manifest, localisationKey: string, runtimeDigest: string): string {
  return `gm1/mediawiki:${manifest.version}-${tagOf(manifest.hash, localisationKey, runtimeDigest)}`;
}

/** scap's labels (`build_images.py`) and the OCI standard's; none depends on the time or the machine. */
export function trackLabels(manifest: Manifest, parent: string, builderVersion: string): Labels {
  return {
    ...buildLabels,
    'vnd.wikimedia.builder.name': 'gm1',
    'vnd.wikimedia.builder.version': builderVersion,
    'vnd.wikimedia.scap.stage_dir': stagePath,
    'vnd.wikimedia.build-type': 'full',
    'vnd.wikimedia.parent-image': parent,
    'org.opencontainers.image.title': 'MediaWiki',
    'org.opencontainers.image.version': manifest.version,
    'org.opencontainers.image.revision': manifest.hash,
    'org.opencontainers.image.base.name': parent,
    'org.opencontainers.image.licenses': 'GPL-2.0-or-later',
  };
}

function tagOf(...parts: readonly unknown[]): string {
  return sha256(JSON.stringify([recipeVersion, ...parts])).slice('sha256:'.length, 'sha256:'.length + 12);
}
