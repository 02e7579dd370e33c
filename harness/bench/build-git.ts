import { join } from 'node:path';
import { BuildRig } from '../testing/build-rig.ts';
import { GitFarm, type ReleaseTree } from '../testing/git-farm.ts';
import { printTable } from './print-table.ts';
import { phaseSeconds, seconds, type TimedBuild, timeBuilds } from './timed-build.ts';

const extension = 'extensions/Cite';

/** Builds of `wmf/next` from repositories on this machine, which a network would slow down. */
export async function benchGit(release: ReleaseTree): Promise<void> {
  await using rig = await BuildRig.create();
  const farm = await GitFarm.create(join(rig.directory, 'farm'), release);
  await rig.define({ next: farm.source() });
  // Nobody has built this one before.
  await change();
  const line = (what: string, build: TimedBuild) => {
    return [what, seconds(build.seconds), seconds(phaseSeconds(build, 'fetch'))];
  };
  const lines = [
    line('the first build', await timeBuilds(rig, { times: 1, kind: 'full' })),
    line('nothing new', await timeBuilds(rig, { times: 3, kind: 'cached' })),
    line('one commit in one submodule', await timeBuilds(rig, { times: 3, kind: 'incremental', change })),
  ];
  printTable([`From git, core and ${farm.submodules.length} submodules`, 'seconds', 'of them fetch'], lines);
  console.log('The caches are those of the languages of the wikis; the first build makes them.\n');

  async function change(): Promise<void> {
    const text = crypto.randomUUID();
    await farm.commit(extension, 'Change', new Map([['mark.txt', { kind: 'text', text }]]));
    await farm.bump(extension);
  }
}
