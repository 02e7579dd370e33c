import { join } from 'node:path';
import { type Outcome, ok } from '../core/failure.ts';
import { readIfPresent } from '../system/files.ts';
import type { FindEntries } from '../system/find-entries.ts';
import { type CheckoutsRequest, readCheckouts } from './directory-checkouts.ts';
import { listDirectory } from './directory-entries.ts';
import { findTrees, type MediaWikiTree } from './directory-trees.ts';
import type { FetchedTree } from './fetched-tree.ts';
import type { WikiVersions } from './versions.ts';
import { parseWikiversions } from './versions-file.ts';

export interface DirectoryRequest extends Omit<CheckoutsRequest, 'tree' | 'listing'> {
  /** A MediaWiki checkout, or a staging directory with any number of `php-<version>/`. */
  readonly path: string;
  readonly find: FindEntries;
}

/**
 * The code of a folder on this machine as it is now, uncommitted changes included: known by the hash of its content
 * and, where it lies in git checkouts, by their commits. Nothing in the folder is changed.
 */
export async function fetchDirectory(request: DirectoryRequest): Promise<Outcome<FetchedTree>> {
  const trees = await findTrees(request.path);
  if (!trees.ok) return trees;
  const wikiversions = await stagedWikiversions(request.path);
  if (!wikiversions.ok) return wikiversions;
  const read = [];
  for (const tree of trees.value) read.push(await readTree(request, tree));
  const diff = read.map((each) => each.diff).join('');
  return ok({
    versions: read.map(({ version, parts }) => ({ version, parts })),
    checkouts: read.flatMap(({ checkouts }) => checkouts),
    ...(wikiversions.value && { wikiversions: wikiversions.value }),
    ...(diff && { diff }),
  });
}

async function readTree(request: DirectoryRequest, tree: MediaWikiTree) {
  const { directory, version } = tree;
  const listing = await listDirectory({ ...request, directory });
  const { checkouts, diff } = await readCheckouts({ ...request, tree, listing });
  return {
    version,
    parts: [
      {
        directory,
        target: `php-${version}`,
        get entries() {
          return listing.entries;
        },
      },
    ],
    checkouts,
    diff,
  };
}

async function stagedWikiversions(path: string): Promise<Outcome<WikiVersions | undefined>> {
  const file = join(path, 'wikiversions.json');
  const text = await readIfPresent(file);
  return text === undefined ? ok(undefined) : parseWikiversions(text, file);
}
