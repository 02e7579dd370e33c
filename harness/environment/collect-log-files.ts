import { mkdir } from 'node:fs/promises';
import type { Outcome } from '../core/failure.ts';
import type { Track } from '../core/track.ts';
import type { Provider } from './provider.ts';

/** Copies what the services of a track logged (`mediawiki.ndjson`, `php.log`, …) into a folder, made if need be. */
export async function collectLogFiles(
  provider: Provider,
  environment: string,
  track: Track,
  into: string,
): Promise<Outcome<void>> {
  await mkdir(into, { recursive: true });
  return provider.copyOut({ environment, track, service: 'edge' }, '/var/log/gm1', into);
}
