import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { TreeEntry } from '../core/tree.ts';
import { readIfPresent, writeWhole } from '../system/files.ts';
import type { FindEntries } from '../system/find-entries.ts';
import { type LargeTree, listLargeTree, recallTree, sha256, treeHash } from '../system/list-tree.ts';
import { parseJson } from '../system/parse-json.ts';
import { isLeftOut, leftOutPathspecs, privateNames } from './directory-layout.ts';

const summarySchema = z
  .object({
    /** By path of the checkout, relative to the directory, the hash of what lies in it and in no other; '' for the rest. */
    contents: z.record(z.string(), z.string()),
    /** The folders in which `.git` lies, the longest first; '' is the directory itself. */
    checkouts: z.array(z.string()).readonly(),
    /** The folders of extensions and skins with nothing in them. */
    empty: z.array(z.string()).readonly(),
  })
  .readonly();
type Summary = z.infer<typeof summarySchema>;

export interface DirectoryListing extends Summary {
  /** Listed when they are first asked for, where the summary was known without. */
  readonly entries: readonly TreeEntry[];
}

export interface ListingRequest {
  readonly directory: string;
  /** `Home.cache`. */
  readonly cache: string;
  readonly find: FindEntries;
  readonly onNotice: (text: string) => void;
}

/** `found` is the hash of what was found and of what is left out of it. */
const memorySchema = z.object({ found: z.string(), summary: summarySchema });

/**
 * What counts of a MediaWiki's folder. An empty folder of an extension or skin, a submodule that nobody initialised,
 * does not: MediaWiki could not load it. Where all that the file system says is what it said the last time, what followed
 * from it then is true.
 */
export async function listDirectory(request: ListingRequest): Promise<DirectoryListing> {
  const { directory, cache, onNotice } = request;
  const found = await request.find(directory, privateNames);
  const folder = join(cache, 'listings');
  const tree = { directory, skip: isLeftOut, memory: join(folder, keyOf(directory)), found };
  const listing = await summarise(tree, join(folder, `summary-${keyOf(directory)}`));
  const { empty } = listing;
  if (empty.length > 0)
    onNotice(
      `Left out of ${directory}, since there is nothing in them: ${empty.join(', ')}. Run \`git submodule update --init\` there to have them.`,
    );
  return listing;
}

/** The name of what is remembered of a folder. */
export function keyOf(directory: string): string {
  return `${sha256(directory).slice('sha256:'.length, 'sha256:'.length + 16)}.json`;
}

async function summarise(tree: LargeTree, memory: string): Promise<DirectoryListing> {
  const rules = JSON.stringify(leftOutPathspecs(''));
  const found = tree.found && sha256(rules + sha256(tree.found));
  const known = memorySchema.safeParse(parseJson((await readIfPresent(memory)) ?? '')).data;
  if (known && known.found === found) return recalled(tree, known.summary);
  const checkouts: string[] = [];
  const skip = (path: string) => {
    if (/(?:^|\/)\.git$/.test(path)) checkouts.push(dirname(path).replace(/^\.$/, ''));
    return tree.skip(path);
  };
  const { entries: all, isSettled } = await listLargeTree({ ...tree, skip });
  const empty = emptyComponents(all);
  const isKept = (path: string) => !empty.has(componentOf(path));
  const entries = all.filter(({ path }) => isKept(path));
  const kept = checkouts.filter(isKept).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const summary = { contents: contentByCheckout(entries, kept), checkouts: kept, empty: [...empty] };
  if (found && isSettled) await writeWhole(memory, JSON.stringify({ found, summary }));
  return { ...summary, entries };
}

function recalled(tree: LargeTree, summary: Summary): DirectoryListing {
  const empty = new Set(summary.empty);
  let entries: readonly TreeEntry[] | undefined;
  return {
    ...summary,
    get entries() {
      entries ??= recallTree(tree).filter(({ path }) => !empty.has(componentOf(path)));
      return entries;
    },
  };
}

function contentByCheckout(
  entries: readonly TreeEntry[],
  checkouts: readonly string[],
): Readonly<Record<string, string>> {
  if (checkouts.every((path) => path === '')) return { '': treeHash(entries) };
  const owned = new Map<string, TreeEntry[]>([...checkouts, ''].map((path) => [path, []]));
  for (const entry of entries) owned.get(ownerOf(entry.path, owned))?.push(entry);
  return Object.fromEntries([...owned].map(([path, entries]) => [path, treeHash(entries)]));
}

/** The innermost checkout that a path lies in. */
function ownerOf(path: string, checkouts: ReadonlyMap<string, unknown>): string {
  for (let folder = path; folder; folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0)))
    if (checkouts.has(folder)) return folder;
  return '';
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
