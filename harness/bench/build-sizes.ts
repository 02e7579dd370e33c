import type { BuildRig } from '../testing/build-rig.ts';
import type { GrowingTree } from './growing-tree.ts';
import { printTable } from './print-table.ts';
import { phaseSeconds, seconds, timeBuilds } from './timed-build.ts';

/** How the time grows with the size of the tree: itself, and with one and three copies of it below `resources/`. */
export async function benchSizes(rig: BuildRig, tree: GrowingTree): Promise<void> {
  const lines = [];
  for (const [size, copies] of [
    ['1 x', []],
    ['2 x', ['copy-1']],
    ['4 x', ['copy-2', 'copy-3']],
  ] as const) {
    for (const copy of copies) await tree.grow(copy);
    // The copies have messages, too: the caches are made once more.
    await rig.build();
    const change = () => tree.changeFiles(1);
    const full = await timeBuilds(rig, { times: 1, kind: 'full', change, args: ['--full'] });
    const nothing = await timeBuilds(rig, { times: 3, kind: 'cached' });
    const one = await timeBuilds(rig, { times: 3, kind: 'incremental', change });
    const figures = [nothing, one, full].map((build) => seconds(build.seconds));
    const layer = seconds(phaseSeconds(full, 'build-and-push-container-images'));
    lines.push([size, String(full.record.files), ...figures, layer]);
  }
  printTable(
    ['Size of the tree', 'files', 'nothing changed', '1 file', '--full', 'of it build-and-push'],
    lines,
  );
}
