import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildRig } from '../testing/build-rig.ts';
import { debianTree } from '../testing/debian-tree.ts';
import type { ReleaseTree } from '../testing/git-farm.ts';
import { benchChanges } from './build-changes.ts';
import { benchFull } from './build-full.ts';
import { benchGit } from './build-git.ts';
import { benchSizes } from './build-sizes.ts';
import { GrowingTree } from './growing-tree.ts';
import { projectRoot } from './project.ts';
import { megabytes } from './row.ts';

/** What `gm1 build` takes, beside `docker build` of the same tree on the same parent, in a home of its own. */
export async function benchBuild(): Promise<void> {
  const start = performance.now();
  const release = await debianTree('trixie');
  console.log(`MediaWiki ${sizeOf(release)}, with the localisation caches of all languages.`);
  console.log("Seconds of the whole command, Node's start included, unless it says otherwise.\n");
  await benchDirectory(release);
  await benchGit(release);
  console.log(`Measured in ${Math.round((performance.now() - start) / 1000)} s.`);
}

async function benchDirectory(release: ReleaseTree): Promise<void> {
  await using rig = await BuildRig.create();
  // Else the first build makes them.
  const made = join(projectRoot, '.gm1/cache/l10n/languages');
  await cp(made, join(rig.rig.home, 'cache/l10n/languages'), { recursive: true }).catch(() => {});
  const tree = await GrowingTree.create(join(rig.directory, 'mediawiki'), release);
  await rig.define({ next: `{ directory: ${tree.directory} }` }, 'all');
  await rig.build();
  await benchChanges(rig, tree);
  await benchFull(rig, tree);
  await benchSizes(rig, tree);
}

function sizeOf({ entries }: ReleaseTree): string {
  const files = entries.filter((entry) => entry.kind === 'file');
  return `of ${files.length} files, ${megabytes(files.reduce((sum, { bytes }) => sum + bytes, 0))}`;
}
