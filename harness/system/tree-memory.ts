import type { Stats } from 'node:fs';
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
  of(path: string, stat: Stats): KnownContent | undefined;
  remember(path: string, stat: Stats, content: KnownContent): void;
}

/** A file that changed so shortly before it was read may change again without its times telling. Milliseconds. */
const settling = 2000;

/** Lists side by side, which are read in half the time of a list a file. */
interface Memory {
  readonly paths: readonly string[];
  /** Of each file device, inode, size, and the times of content and of change in milliseconds, exact to 250 ns. */
  readonly stats: readonly number[];
  /** 64 digits a file. */
  readonly hashes: string;
}

/** What stands in the lists is looked at when it is asked for. */
const memorySchema = z.custom<Memory>((value) => {
  const { paths, stats, hashes }: Partial<Memory> = value ?? {};
  return (
    Array.isArray(paths) &&
    Array.isArray(stats) &&
    stats.length === paths.length * 5 &&
    typeof hashes === 'string' &&
    hashes.length === paths.length * 64
  );
});

/**
 * Recalls what `file` remembers; without one, nothing. A file is known by size, inode and the times of its change and
 * of its content's: any write, rename, checkout or `touch` moves the time of change, which no program can set. Times are
 * compared for equality only, so a clock that was wrong does no harm.
 */
export async function recallHashes(file?: string): Promise<TreeMemory> {
  if (file === undefined) return forgetful;
  const settledBefore = Date.now() - settling;
  const known = memorySchema.safeParse(parseJson((await readIfPresent(file)) ?? '')).data ?? nothing;
  const places = new Map(known.paths.map((path, index) => [path, index]));
  const kept = { paths: [] as string[], stats: [] as number[], hashes: [] as string[] };
  const keep = (path: string, { dev, ino, size, mtimeMs, ctimeMs }: Stats, sha256: string) => {
    kept.paths.push(path);
    kept.stats.push(dev, ino, size, mtimeMs, ctimeMs);
    kept.hashes.push(sha256);
  };
  let news = false;
  return {
    of(path, stat) {
      const place = places.get(path);
      if (place === undefined || !isSame(known.stats, place * 5, stat)) return undefined;
      const sha256 = known.hashes.slice(place * 64, (place + 1) * 64);
      keep(path, stat, sha256);
      return { bytes: stat.size, sha256 };
    },
    remember(path, stat, { bytes, sha256 }) {
      // A file that grew since it was looked at would not be found again.
      if (stat.ctimeMs >= settledBefore || stat.size !== bytes) return;
      keep(path, stat, sha256);
      news = true;
    },
    async [Symbol.asyncDispose]() {
      if (news) await writeWhole(file, JSON.stringify({ ...kept, hashes: kept.hashes.join('') }));
    },
  };
}

const nothing: Memory = { paths: [], stats: [], hashes: '' };

const forgetful: TreeMemory = {
  of: () => undefined,
  remember: () => {},
  [Symbol.asyncDispose]: async () => {},
};

function isSame(stats: readonly number[], at: number, { dev, ino, size, mtimeMs, ctimeMs }: Stats): boolean {
  return (
    stats[at + 4] === ctimeMs &&
    stats[at + 3] === mtimeMs &&
    stats[at + 2] === size &&
    stats[at + 1] === ino &&
    stats[at] === dev
  );
}
