import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { UpstreamTests } from '../../core/upstream-tests.ts';
import { exists } from '../../system/files.ts';

export interface Workspace extends AsyncDisposable {
  /** Laid out as MediaWiki's root, with nothing but tests. */
  readonly root: string;
}

/** A copy of upstream's tests where Node finds their packages. Core has a package of its own in its tree. */
export async function makeWorkspace(
  { files }: Pick<UpstreamTests, 'files'>,
  packages: string,
): Promise<Workspace> {
  const folder = await mkdtemp(join(packages, 'work-'));
  const root = join(folder, 'mediawiki');
  await Promise.all(files.map(({ from, to }) => copyInto(root, from, to)));
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

async function copyInto(root: string, from: string, to: string): Promise<void> {
  const path = join(root, to);
  await mkdir(dirname(path), { recursive: true });
  await copyFile(from, path);
}
