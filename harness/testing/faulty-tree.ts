import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Fault {
  /** Relative to MediaWiki's root. */
  readonly file: string;
  /** Must stand in the file. */
  readonly after: string;
  readonly insert: string;
}

/** A copy of a MediaWiki tree with faults planted, each after a given text. */
export async function plantFault(tree: string, into: string, ...faults: readonly Fault[]): Promise<void> {
  await cp(tree, into, { recursive: true, verbatimSymlinks: true });
  for (const fault of faults) await insertFault(into, fault);
}

async function insertFault(tree: string, { file, after, insert }: Fault): Promise<void> {
  const path = join(tree, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(after)) throw new Error(`${file} does not hold "${after}"`);
  await writeFile(
    path,
    text.replace(after, () => `${after}${insert}`),
  );
}
