import { dirname, join } from 'node:path';
import type { TreeEntry } from '../core/tree.ts';
import { listTree, sha256 } from '../system/list-tree.ts';
import { isLeftOut } from './directory-layout.ts';

export interface DirectoryListing {
  readonly entries: readonly TreeEntry[];
  /** The folders in which `.git` lies, relative to the directory, the longest first; '' is the directory itself. */
  readonly checkouts: readonly string[];
}

export interface ListingRequest {
  readonly directory: string;
  /** `Home.cache`. */
  readonly cache: string;
  readonly onNotice: (text: string) => void;
}

/**
 * What counts of a MediaWiki's folder. An empty folder of an extension or skin, a submodule that nobody initialised,
 * does not: MediaWiki could not load it.
 */
export async function listDirectory(request: ListingRequest): Promise<DirectoryListing> {
  const { directory, cache, onNotice } = request;
  const found: string[] = [];
  const skip = (path: string) => {
    if (/(?:^|\/)\.git$/.test(path)) found.push(dirname(path).replace(/^\.$/, ''));
    return isLeftOut(path);
  };
  const entries = await listTree(directory, skip, join(cache, 'listings', keyOf(directory)));
  const empty = emptyComponents(entries);
  if (empty.size > 0)
    onNotice(
      `Left out of ${directory}, since there is nothing in them: ${[...empty].join(', ')}. Run \`git submodule update --init\` there to have them.`,
    );
  const isKept = (path: string) => !empty.has(componentOf(path));
  return {
    entries: empty.size > 0 ? entries.filter(({ path }) => isKept(path)) : entries,
    checkouts: found.filter(isKept).sort((a, b) => b.length - a.length || (a < b ? -1 : 1)),
  };
}

/** The name of what is remembered of a folder. */
export function keyOf(directory: string): string {
  return `${sha256(directory).slice('sha256:'.length, 'sha256:'.length + 16)}.json`;
}

function emptyComponents(entries: readonly TreeEntry[]): ReadonlySet<string> {
  const empty = new Set<string>();
  for (const { kind, path } of entries) if (kind === 'folder' && componentOf(path) === path) empty.add(path);
  empty.delete('');
  for (const { kind, path } of entries) if (kind !== 'folder') empty.delete(componentOf(path));
  return empty;
}

/** The folder of the extension or skin that a path lies in; else empty. */
function componentOf(path: string): string {
  if (!path.startsWith('extensions/') && !path.startsWith('skins/')) return '';
  const end = path.indexOf('/', path.indexOf('/') + 1);
  return end < 0 ? path : path.slice(0, end);
}
