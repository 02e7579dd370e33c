import type { BuildRecord } from '../core/build-record.ts';

/** Why there is nothing to build on: what differs from the newest build of the same track. */
export function fullBuildReason(versions: readonly string[], previous: BuildRecord | undefined): string {
  if (!previous) return 'No earlier build of this track is on record.';
  const earlier = previous.manifest.versions.join(', ');
  if (earlier !== versions.join(', ')) return `MediaWiki ${versions.join(', ')} instead of ${earlier}.`;
  return 'The runtime changed, or the earlier image was removed.';
}
