import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

/** Names of the containers that carry the label `gm1=<environment>`, running or not. */
export async function containersOf(environment: string): Promise<readonly string[]> {
  const { stdout } = await execa('docker', ['ps', '-a', '-q', '--filter', `label=gm1=${environment}`]);
  return stdout.split('\n').filter(Boolean);
}

/** Copies the MediaWiki of a version out of a track's image, as a checkout that a developer might have. */
export async function extractMediaWiki(image: string, version: string, into: string): Promise<void> {
  const { stdout: container } = await execa('docker', ['create', image, 'true']);
  try {
    await mkdir(dirname(into), { recursive: true });
    await execa('docker', ['cp', `${container}:/srv/mediawiki/php-${version}`, dirname(into)]);
    await rename(join(dirname(into), `php-${version}`), into);
  } finally {
    await execa('docker', ['rm', '-f', container]);
  }
}
