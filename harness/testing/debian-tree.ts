import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseDebianPackages } from '../source/debian-packages.ts';
import { listOnce } from '../source/kept-tree.ts';
import { readIfPresent } from '../system/files.ts';
import { definitionYaml } from './definitions.ts';
import type { ReleaseTree } from './git-farm.ts';
import { Rig } from './rig.ts';

/** The MediaWiki of a Debian suite as this checkout keeps it, fetched if it is not there. Nobody may write there. */
export async function debianTree(suite: 'trixie' | 'sid'): Promise<ReleaseTree> {
  await using rig = await Rig.create('shared');
  const kept = join(rig.home, 'cache/debian', suite);
  if ((await readIfPresent(join(kept, 'current'))) === undefined) await build(rig, suite);
  const packages = parseDebianPackages((await readIfPresent(join(kept, 'current'))) ?? '');
  if (!packages) throw new Error(`MediaWiki of ${suite} is not kept.`);
  // Not by way of the rig, which is gone soon.
  const directory = await realpath(join(kept, packages.tree, `php-${packages.version}`));
  return { directory, entries: await listOnce(dirname(directory), basename(directory)) };
}

async function build(rig: Rig, suite: string): Promise<void> {
  const next = `{ debian: { suite: ${suite} } }`;
  const environment = await rig.define(suite, definitionYaml({ next, suites: ['http'], languages: [] }));
  const built = await rig.gm1('build', '--environment', environment);
  if (built.exitCode !== 0) throw new Error(`MediaWiki of ${suite} was not built: ${built.stderr}`);
}
