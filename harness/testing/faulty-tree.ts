import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Fault {
  /** Relative to MediaWiki's root. */
  readonly file: string;
  /** Must stand in the file. */
  readonly after: string;
  readonly insert: string;
}

/** A copy of a MediaWiki tree with a fault planted after a given text. */
export async function plantFault(tree: string, into: string, { file, after, insert }: Fault): Promise<void> {
  await cp(tree, into, { recursive: true, verbatimSymlinks: true });
  const path = join(into, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(after)) throw new Error(`${file} does not hold "${after}"`);
  await writeFile(
    path,
    text.replace(after, () => `${after}${insert}`),
  );
}

/** Where a folder has exactly one entry that matches, that entry. */
export async function onlyEntry(folder: string, pattern: RegExp): Promise<string> {
  const found = (await readdir(folder)).filter((name) => pattern.test(name));
  const [entry] = found;
  if (found.length !== 1 || entry === undefined)
    throw new Error(`${folder} holds ${found.length} of ${pattern}`);
  return join(folder, entry);
}
