import { join } from 'node:path';
import { z } from 'zod';
import type { TreeEntry } from '../core/tree.ts';
import { readIfPresent, writeWhole } from '../system/files.ts';
import { listTree } from '../system/list-tree.ts';

const entriesSchema: z.ZodType<readonly TreeEntry[]> = z.array(
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('file'),
      path: z.string(),
      executable: z.boolean(),
      bytes: z.number(),
      sha256: z.string(),
    }),
    z.object({ kind: z.literal('link'), path: z.string(), to: z.string() }),
    z.object({ kind: z.literal('folder'), path: z.string() }),
  ]),
);

/** The entries of the tree `name` in a directory. A kept tree never changes, so it is listed once. */
export async function listOnce(directory: string, name: string): Promise<readonly TreeEntry[]> {
  const known = await readEntries(directory);
  if (known) return known;
  const entries = await listTree(join(directory, name));
  await writeEntries(directory, entries);
  return entries;
}

/** What is kept beside a tree; undefined when the directory is not there. */
export async function readEntries(directory: string): Promise<readonly TreeEntry[] | undefined> {
  const known = await readIfPresent(entriesFile(directory));
  return known === undefined ? undefined : entriesSchema.parse(JSON.parse(known));
}

export async function writeEntries(directory: string, entries: readonly TreeEntry[]): Promise<void> {
  await writeWhole(entriesFile(directory), JSON.stringify(entries));
}

function entriesFile(directory: string): string {
  return join(directory, 'entries.json');
}
