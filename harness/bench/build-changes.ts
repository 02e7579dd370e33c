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
  const lines = await nothingChanged(rig);
  const add = async (what: string, change: () => Promise<void>, target: string) => {
    const build = await timeBuilds(rig, { times: 3, kind: 'incremental', change });
    const phases = ['fetch', 'l10n-update'].map((name) => seconds(phaseSeconds(build, name)));
    lines.push([what, seconds(build.seconds), seconds(build.record.seconds), ...phases, target]);
  };
  for (const [count, target] of counts) await add(String(count), () => tree.changeFiles(count), target);
  await add('1, a message of one language', () => tree.changeMessage(), '');
  printTable(['Changed files', 'seconds', 'by the record', 'of them fetch', 'l10n-update', 'target'], lines);
}

/** What finding out takes: of Debian's packages, whose mirror says, and of a folder, all of which is looked at. */
async function nothingChanged(rig: BuildRig): Promise<string[][]> {
  await rig.build('--track', 'train');
  const lines = [];
  for (const [what, track] of [
    ['0, packages', 'train'],
    ['0', 'next'],
  ] as const) {
    const build = await timeBuilds(rig, { times: 5, kind: 'cached', args: ['--track', track] });
    lines.push([what, seconds(build.seconds), seconds(build.record.seconds), '', '', '1']);
  }
  return lines;
}
