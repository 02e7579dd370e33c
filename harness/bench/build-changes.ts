import type { BuildRig } from '../testing/build-rig.ts';
import type { GrowingTree } from './growing-tree.ts';
import { printTable } from './print-table.ts';
import { phaseSeconds, seconds, timeBuilds } from './timed-build.ts';

const counts: readonly (readonly [count: number, target: string])[] = [
  [1, '3'],
  [10, ''],
  [100, ''],
  [900, '6'],
  [3000, ''],
];

/** How the time grows with the number of changed files. Medians of three. */
export async function benchChanges(rig: BuildRig, tree: GrowingTree): Promise<void> {
  const nothing = await timeBuilds(rig, { times: 3, kind: 'cached' });
  const lines = [['0', seconds(nothing.seconds), '', '', '1']];
  const add = async (what: string, change: () => Promise<void>, target: string) => {
    const build = await timeBuilds(rig, { times: 3, kind: 'incremental', change });
    const phases = ['fetch', 'l10n-update'].map((name) => seconds(phaseSeconds(build, name)));
    lines.push([what, seconds(build.seconds), ...phases, target]);
  };
  for (const [count, target] of counts) await add(String(count), () => tree.changeFiles(count), target);
  await add('1, a message of one language', () => tree.changeMessage(), '');
  printTable(['Changed files', 'seconds', 'of them fetch', 'l10n-update', 'target'], lines);
}
