import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildRig, parentOf } from '../testing/build-rig.ts';
import { timeDockerCopy } from './docker-copy.ts';
import type { GrowingTree } from './growing-tree.ts';
import { printTable } from './print-table.ts';
import { medianOf, phaseSeconds, seconds, timeBuilds } from './timed-build.ts';

const layering = 'build-and-push-container-images';

/** Full builds beside `docker build` of the same tree. */
export async function benchFull(rig: BuildRig, tree: GrowingTree): Promise<void> {
  const runtime = await runtimeOf(rig);
  const builds = [];
  const copies = [];
  const change = () => tree.changeFiles(1);
  // In blocks: the disk is busy for a while with what `docker build` leaves, which would slow what follows.
  for (let time = 0; time < 3; time++)
    builds.push(await timeBuilds(rig, { times: 1, kind: 'full', change, args: ['--full'] }));
  for (let time = 0; time < 3; time++) copies.push(await timeDockerCopy(runtime, tree.directory));
  const layer = medianOf(builds.map((build) => phaseSeconds(build, layering)));
  const whole = medianOf(builds.map((build) => build.seconds));
  const copy = medianOf(copies);

  const changeAll = () => tree.changeMessage();
  const both = await timeBuilds(rig, { times: 1, kind: 'full', change: changeAll, args: ['--full'] });
  await tree.addCaches(await newestCaches(rig));
  const bothCopy = await timeDockerCopy(runtime, tree.directory);
  await tree.removeCaches();

  const line = (what: string, mine: number, theirs: number, target = '') => {
    return [what, seconds(mine), seconds(theirs), `${(theirs / mine).toFixed(1)} times`, target];
  };
  printTable(
    ['Everything built', 'gm1', 'docker build', 'as fast', 'target'],
    [
      line('tree: phase build-and-push', layer, copy, '3 times'),
      line('tree: whole command', whole, copy),
      line('tree and caches: phase build-and-push', phaseSeconds(both, layering), bothCopy),
    ],
  );
  console.log(
    'gm1 also looks into the finished image for secrets; its caches are a layer of their own, which the',
  );
  console.log(
    'first two lines keep. docker build is the classic one with one COPY on the same parent. Medians of',
  );
  console.log('three; the last line was measured once.\n');
}

/** A full image lies on that of its caches, and that on the runtime. */
async function runtimeOf(rig: BuildRig): Promise<string> {
  const full = (await rig.records()).findLast(({ kind }) => kind === 'full');
  const runtime = await parentOf(await parentOf(full?.image.ref ?? ''));
  if (!runtime) throw new Error('The image of the full build, or one below it, was removed meanwhile.');
  return runtime;
}

async function newestCaches({ rig }: BuildRig): Promise<string> {
  const root = join(rig.home, 'cache/l10n/trees');
  const found = (await readdir(root)).map(async (name) => ({
    path: join(root, name),
    made: (await stat(join(root, name))).ctimeMs,
  }));
  const newest = (await Promise.all(found)).sort((a, b) => b.made - a.made)[0];
  if (!newest) throw new Error(`${root} has no localisation caches.`);
  return newest.path;
}
