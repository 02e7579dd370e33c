import { join } from 'node:path';
import type { Checkout, Manifest } from '../core/manifest.ts';
import type { TreePart } from '../core/tree.ts';
import { writeWhole } from '../system/files.ts';
import { listTree, sha256 } from '../system/list-tree.ts';
import { canonicalJson } from './manifest.ts';
import { makeFolderOnce } from './stage-folder.ts';

/**
 * The files from which Special:Version knows the commits, since an image has no `.git` folders: one for each checkout
 * of a known commit, where and as MediaWiki's `GitInfo` looks for them. Undefined when no checkout has a commit.
 */
export async function gitInfoPart({ checkouts }: Manifest, cache: string): Promise<TreePart | undefined> {
  const files = checkouts.filter(({ commit_ref }) => /^[0-9a-f]{40}$/.test(commit_ref)).map(gitInfoFile);
  if (files.length === 0) return undefined;
  const key = sha256(canonicalJson(files)).slice('sha256:'.length, 'sha256:'.length + 12);
  const directory = join(cache, 'gitinfo', key);
  await makeFolderOnce(directory, async (draft) => {
    for (const [path, content] of files) await writeWhole(join(draft, path), content);
  });
  return { directory, target: '', entries: await listTree(directory) };
}

function gitInfoFile(checkout: Checkout): readonly [path: string, content: string] {
  const [tree = '', ...below] = checkout.path.split('/');
  const name = ['info', ...below].join('-');
  return [`${tree}/cache/gitinfo/${name}.json`, JSON.stringify(gitInfo(checkout))];
}

/** `false` is what `GitInfo` itself has for what is unknown. */
function gitInfo({ branch, commit_ref, committed, url }: Checkout) {
  return {
    head: branch ? `refs/heads/${branch}` : commit_ref,
    headSHA1: commit_ref,
    headCommitDate: committed ?? false,
    branch: branch ?? commit_ref,
    remoteURL: isRemote(url) ? url : false,
  };
}

/** Whether a repository was cloned from elsewhere. A path of this machine is nobody else's business. */
export function isRemote(url = ''): boolean {
  return url !== '' && !/^(?:\.{0,2}\/|file:)/.test(url);
}
