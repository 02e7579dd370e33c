import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { UpstreamTests } from '../../core/upstream-tests.ts';
import { exists } from '../../system/files.ts';

export interface Workspace extends AsyncDisposable {
  /** Laid out as MediaWiki's root, with nothing but tests. */
  readonly root: string;
}

/** A copy of upstream's tests where Node finds their packages. Core has a package of its own in its tree. */
export async function makeWorkspace(
  { folders }: Pick<UpstreamTests, 'folders'>,
  packages: string,
): Promise<Workspace> {
  const folder = await mkdtemp(join(packages, 'work-'));
  const root = join(folder, 'mediawiki');
  for (const { from, to } of folders) await cp(from, join(root, to), { recursive: true });
  const own = join(root, 'tests', 'selenium', 'wdio-mediawiki');
  if (await exists(own)) {
    await mkdir(join(folder, 'node_modules'));
    await symlink(own, join(folder, 'node_modules', 'wdio-mediawiki'));
  }
  return {
    root,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
