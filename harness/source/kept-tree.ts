import { join } from 'node:path';
import type { TreeEntry } from '../core/tree.ts';
import { readEntries as readEntriesFile, writeEntries as writeEntriesFile } from '../system/entries-file.ts';
import { listTree } from '../system/list-tree.ts';

/** The entries of the tree `name` in a directory. A kept tree never changes, so it is listed once. */
export async function listOnce(directory: string, name: string): Promise<readonly TreeEntry[]> {
  const known = await readEntries(directory);
  if (known) return known;
  const entries = await listTree(join(directory, name));
  await writeEntries(directory, entries);
  return entries;
}

/** What is kept beside a tree; undefined when nothing is. */
export function readEntries(directory: string): Promise<readonly TreeEntry[] | undefined> {
  return readEntriesFile(entriesFile(directory));
}

export function writeEntries(directory: string, entries: readonly TreeEntry[]): Promise<void> {
  return writeEntriesFile(entriesFile(directory), entries);
}

function entriesFile(directory: string): string {
  return join(directory, 'entries.json');
}
