import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isMissing, writeWhole } from './files.ts';
import type { FoundEntry } from './find-entries.ts';
import { parseJson } from './parse-json.ts';

/** What a file held when it was last read. */
export interface KnownContent {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The hashes of files that are unchanged since an earlier listing; disposing keeps them for the next one. */
export interface TreeMemory extends AsyncDisposable {
  of(file: FoundEntry): KnownContent | undefined;
  remember(file: FoundEntry, content: KnownContent): void;
  /** Whether it keeps every file that it was asked about or told of. */
  readonly isComplete: boolean;
}

/** A file that changed so shortly before it was read may change again without its times telling. Milliseconds. */
const settling = 2000;

/** Lists side by side, which are read in half the time of a list a file. */
interface Memory {
  readonly paths: readonly string[];
  /** `FoundEntry.stamp`. */
  readonly stamps: readonly string[];
  /** 64 digits a file. */
  readonly hashes: string;
}

/** What stands in the lists is looked at when it is asked for. */
const memorySchema = z.custom<Memory>((value) => {
  const { paths, stamps, hashes }: Partial<Memory> = value ?? {};
  return (
    Array.isArray(paths) &&
    Array.isArray(stamps) &&
    stamps.length === paths.length &&
    typeof hashes === 'string' &&
    hashes.length === paths.length * 64
  );
});

/**
 * Recalls what `file` remembers; without one, nothing. A file is known by its stamp: any write, rename, checkout or
 * `touch` moves the time of change in it, which no program can set. Times are compared for equality only, so a clock that
 * was wrong does no harm.
 */
export function recallHashes(file?: string): TreeMemory {
  if (file === undefined) return forgetful;
  const settledBefore = Date.now() - settling;
  const known = memorySchema.safeParse(parseJson(readNow(file))).data ?? nothing;
  const placeOf = placesOf(known.paths);
  const kept = { paths: [] as string[], stamps: [] as string[], hashes: [] as string[] };
  const keep = ({ path, stamp }: FoundEntry, sha256: string) => {
    kept.paths.push(path);
    kept.stamps.push(stamp);
    kept.hashes.push(sha256);
  };
  let news = false;
  let isComplete = true;
  return {
    of(found) {
      const place = placeOf(found.path);
      if (place === undefined || known.stamps[place] !== found.stamp) return undefined;
      const sha256 = known.hashes.slice(place * 64, (place + 1) * 64);
      keep(found, sha256);
      return { bytes: found.bytes, sha256 };
    },
    remember(found, { bytes, sha256 }) {
      // A file that grew since it was looked at would not be found again.
      if (found.changedAt >= settledBefore || found.bytes !== bytes) {
        isComplete = false;
        return;
      }
      keep(found, sha256);
      news = true;
    },
    get isComplete() {
      return isComplete;
    },
    async [Symbol.asyncDispose]() {
      if (news) await writeWhole(file, JSON.stringify({ ...kept, hashes: kept.hashes.join('') }));
    },
  };
}

function readNow(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

/** Most are asked for in the order in which they stand, so the index of the others is made when one is missed. */
function placesOf(paths: readonly string[]): (path: string) => number | undefined {
  let next = 0;
  let index: ReadonlyMap<string, number> | undefined;
  return (path) => {
    if (paths[next] === path) return next++;
    index ??= new Map(paths.map((each, place) => [each, place]));
    const place = index.get(path);
    if (place !== undefined) next = place + 1;
    return place;
  };
}

const nothing: Memory = { paths: [], stamps: [], hashes: '' };

const forgetful: TreeMemory = {
  of: () => undefined,
  remember: () => {},
  isComplete: false,
  [Symbol.asyncDispose]: async () => {},
};
