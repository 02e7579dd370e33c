import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mergeParts, type PlacedEntry, type TreeEntry, type TreePart, withAncestors } from '../core/tree.ts';
import type { FetchedVersion } from './fetched-tree.ts';

/** The entries that count in a version, by their path below `php-<version>/`. */
export type PlacedEntries = ReadonlyMap<string, PlacedEntry>;

export function placeEntries({ version, parts }: FetchedVersion): PlacedEntries {
  const root = `php-${version}/`;
  const below = mergeParts(parts).filter(({ entry }) => entry.path.startsWith(root));
  return new Map(below.map((placed) => [placed.entry.path.slice(root.length), placed]));
}

/**
 * What lies at paths, on the way to them or below them, so that what goes wrong there goes wrong on a copy too. What a
 * later part's link or file hides is not there.
 */
export function selectAround(placed: PlacedEntries, paths: readonly string[]): PlacedEntries {
  const around = new Set(paths.flatMap(withAncestors));
  const folders = paths.filter((path) => placed.get(path)?.entry.kind === 'folder');
  for (const folder of folders)
    for (const path of placed.keys()) if (path.startsWith(`${folder}/`)) around.add(path);
  const isHidden = (path: string) =>
    foldersAbove(path).some((above) => (placed.get(above)?.entry.kind ?? 'folder') !== 'folder');
  return new Map([...placed].filter(([path]) => around.has(path) && !isHidden(path)));
}

/** Copies entries to a new folder. */
export async function copyEntries(placed: PlacedEntries, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [path, from] of placed) await copyEntry(from, join(directory, path));
}

async function copyEntry({ entry, source }: PlacedEntry, to: string): Promise<void> {
  await mkdir(entry.kind === 'folder' ? to : dirname(to), { recursive: true });
  if (entry.kind === 'link') await symlink(entry.to, to);
  if (entry.kind !== 'file' || source === undefined) return;
  await copyFile(source, to, constants.COPYFILE_FICLONE);
  await chmod(to, entry.executable ? 0o755 : 0o644);
}

/**
 * The version with some of its files and links replaced by those of a folder. What the folder does not have is gone,
 * and so are folders that are left with nothing in them.
 */
export function replaceEntries(
  version: FetchedVersion,
  replaced: PlacedEntries,
  { directory, entries }: Pick<TreePart, 'directory' | 'entries'>,
): FetchedVersion {
  const files = [...replaced].filter(([, { entry }]) => entry.kind !== 'folder').map(([path]) => path);
  const made = withoutEmptyFolders(entries);
  const present = new Set(made.map(({ path }) => path));
  const gone = files.filter((path) => !present.has(path));
  const target = `php-${version.version}`;
  const dropped = new Set(
    [...files, ...emptiedFolders(version, gone, present)].map((path) => `${target}/${path}`),
  );
  const parts = version.parts
    .map((part) => withoutEntries(part, dropped))
    .filter(({ entries }) => entries.length > 0);
  return { ...version, parts: [...parts, { directory, target, entries: made }] };
}

function withoutEmptyFolders(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  const files = entries.filter(({ kind }) => kind !== 'folder');
  const filled = new Set(files.flatMap(({ path }) => foldersAbove(path)));
  return entries.filter(({ kind, path }) => kind !== 'folder' || filled.has(path));
}

/** Those of the folders of what is gone that nothing else lies in. */
function emptiedFolders(
  version: FetchedVersion,
  gone: readonly string[],
  made: ReadonlySet<string>,
): ReadonlySet<string> {
  const emptied = new Set(gone.flatMap(foldersAbove));
  if (emptied.size === 0) return emptied;
  const lost = new Set([...gone, ...emptied]);
  const others = [...placeEntries(version).keys()].filter((path) => !lost.has(path));
  for (const path of [...others, ...made]) for (const folder of foldersAbove(path)) emptied.delete(folder);
  return emptied;
}

function withoutEntries(part: TreePart, dropped: ReadonlySet<string>): TreePart {
  return { ...part, entries: part.entries.filter(({ path }) => !dropped.has(`${part.target}/${path}`)) };
}

function foldersAbove(path: string): readonly string[] {
  return withAncestors(path).slice(0, -1);
}
