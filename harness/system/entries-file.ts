import { z } from 'zod';
import type { TreeEntry } from '../core/tree.ts';
import { readIfPresent, writeWhole } from './files.ts';
import { parseJson } from './parse-json.ts';

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

/** The entries of a tree as `writeEntries` wrote them; undefined when there is no such file or it is damaged. */
export async function readEntries(file: string): Promise<readonly TreeEntry[] | undefined> {
  return entriesSchema.safeParse(parseJson((await readIfPresent(file)) ?? '')).data;
}

export async function writeEntries(file: string, entries: readonly TreeEntry[]): Promise<void> {
  await writeWhole(file, JSON.stringify(entries));
}
