import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

/** Ids of the containers of the environments of a home and of all builds, running or not. */
export async function ownedContainers(home: string): Promise<readonly string[]> {
  const found = await Promise.all(
    [`gm1.home=${home}`, 'gm1=build'].map((label) =>
      execa('docker', ['ps', '-a', '-q', '--filter', `label=${label}`]),
    ),
  );
  return found.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean)).sort();
}

/** Ids of the images that gm1 made, the newest first. */
export async function ownedImages(): Promise<readonly string[]> {
  const { stdout } = await execa('docker', ['images', '-q', '--no-trunc', '--filter', 'label=gm1']);
  return [...new Set(stdout.split('\n').filter(Boolean))];
}

/** Removes the images that came after `before` was listed and that no container uses. */
export async function removeImagesSince(before: readonly string[]): Promise<void> {
  for (const image of await ownedImages()) {
    if (!before.includes(image)) await execa('docker', ['rmi', image], { reject: false });
  }
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
