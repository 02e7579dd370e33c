import { z } from 'zod';
import { readIfPresent, writeWhole } from '../system/files.ts';
import { parseJson } from '../system/parse-json.ts';

/** A file of a staging directory by its path there; the content's hash is hexadecimal. */
export interface AuditedFile {
  readonly path: string;
  readonly sha256: string;
}

/** Files in which nothing was found. */
export interface AuditMemory {
  has(file: AuditedFile): boolean;
  /** Keeps them for the next audit, beside those that were known. */
  remember(files: readonly AuditedFile[]): Promise<void>;
}

/** About ten versions of MediaWiki. What is forgotten is read once more. */
const most = 300_000;

/** `file` is of one set of rules: under others, a content may be found guilty. */
export async function recallAudited(file: string): Promise<AuditMemory> {
  const read = z.record(z.string(), z.string()).safeParse(parseJson((await readIfPresent(file)) ?? ''));
  const known = new Map(Object.entries(read.data ?? {}));
  return {
    has: ({ path, sha256 }) => known.get(path) === sha256,
    async remember(files) {
      if (known.size > most) known.clear();
      for (const { path, sha256 } of files) known.set(path, sha256);
      await writeWhole(file, JSON.stringify(Object.fromEntries(known)));
    },
  };
}
