import { join } from 'node:path';
import { namesIn } from '../system/files.ts';
import type { Home } from '../system/home.ts';
import { livingHolder } from '../system/lock.ts';

/** The id of a process that is building in this home now; undefined when none is. */
export async function findBuildingProcess({ root }: Home): Promise<number | undefined> {
  const locks = join(root, 'locks', 'build');
  for (const name of await namesIn(locks)) {
    const holder = await livingHolder(join(locks, name));
    if (holder !== undefined) return holder;
  }
  return undefined;
}
