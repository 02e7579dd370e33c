import type { BigIntStats } from 'node:fs';
import { z } from 'zod';
import { readIfPresent, writeWhole } from './files.ts';
import { parseJson } from './parse-json.ts';

/** What a file held when it was last read. */
export interface KnownContent {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The hashes of files that are unchanged since an earlier listing; disposing keeps them for the next one. */
export interface TreeMemory extends AsyncDisposable {
  of(path: string, stat: BigIntStats): KnownContent | undefined;
  remember(path: string, stat: BigIntStats, content: KnownContent): void;
}

/** A file that changed so shortly before it was read may change again without its times telling. Nanoseconds. */
const settling = 2_000_000_000n;

/** Stamp, bytes and hash. Each is looked at when it is asked for: all at once would take a tenth of a second. */
const memorySchema = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null,
);

type Remembered = readonly [stamp: string, bytes: number, sha256: string];

function isRemembered(entry: unknown): entry is Remembered {
  if (!Array.isArray(entry)) return false;
  const [stamp, bytes, sha256] = entry;
  return typeof stamp === 'string' && typeof bytes === 'number' && typeof sha256 === 'string';
}

/**
 * Recalls what `file` remembers; without one, nothing. A file is known by size, inode and the times of its change and
 * of its content's: any write, rename, checkout or `touch` moves the time of change, which no program can set. Times are
 * compared for equality only, so a clock that was wrong does no harm.
 */
export async function recallHashes(file?: string): Promise<TreeMemory> {
  if (file === undefined) return forgetful;
  const settledBefore = BigInt(Date.now()) * 1_000_000n - settling;
  const known = memorySchema.safeParse(parseJson((await readIfPresent(file)) ?? '')).data ?? {};
  const kept = new Map<string, Remembered>();
  const recall = (path: string) => (isRemembered(known[path]) ? known[path] : undefined);
  let news = false;
  return {
    of(path, stat) {
      const remembered = recall(path);
      return remembered?.[0] === stampOf(stat) ? { bytes: remembered[1], sha256: remembered[2] } : undefined;
    },
    remember(path, stat, { bytes, sha256 }) {
      if (stat.ctimeNs >= settledBefore) return;
      const stamp = stampOf(stat);
      kept.set(path, [stamp, bytes, sha256]);
      news ||= recall(path)?.[0] !== stamp;
    },
    async [Symbol.asyncDispose]() {
      if (news) await writeWhole(file, JSON.stringify(Object.fromEntries(kept)));
    },
  };
}

const forgetful: TreeMemory = {
  of: () => undefined,
  remember: () => {},
  [Symbol.asyncDispose]: async () => {},
};

function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
