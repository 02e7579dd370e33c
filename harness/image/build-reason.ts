import type { BuildRecord } from '../core/build-record.ts';
import type { Manifest } from '../core/manifest.ts';

/** Why an image was built, in a sentence: what differs from the newest build of the same track. */
export function fullBuildReason(manifest: Manifest, previous: BuildRecord | undefined): string {
  if (!previous) return 'No earlier build of this track is on record.';
  const { version, checkouts, config } = previous.manifest;
  if (version !== manifest.version) return `MediaWiki ${manifest.version} instead of ${version}.`;
  if (JSON.stringify(checkouts) !== JSON.stringify(manifest.checkouts)) return 'The code changed.';
  if (config.hash !== manifest.config.hash) return 'The configuration or the farm changed.';
  return 'The runtime changed, or the image was removed.';
}
