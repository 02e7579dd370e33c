import type { Stats } from 'node:fs';
import { glob, lstat, readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, readIfPresent } from '../system/files.ts';
import type { Home } from '../system/home.ts';

export interface FilePruning {
  readonly home: Home;
  readonly now: Date;
  /** The ids of builds whose image is there. */
  readonly builds: ReadonlySet<string>;
  readonly rehearsal: boolean;
}

/** A file or folder below the home, and why it goes. */
export interface PrunedFile {
  /** Relative to the home. */
  readonly path: string;
  readonly bytes: number;
  readonly why: string;
}

const hour = 3_600_000;
const day = 24 * hour;
const unfinishedHours = 1;
const unusedDays = 30;

/** What only a living process needs. */
const unfinished = [
  'logs-*',
  'builds/*.part',
  'cache/{layer,base}-*',
  'cache/{,*/,debian/*/,git/trees/,git/trees/*/,l10n/*/}*.part{,-*}',
  'cache/upstream/packages/{*.part-*,*/work-*}',
];

/** What is made or fetched again when it is wanted; names that are hashes, so that what belongs to all is left alone. */
const makeable = [
  'cache/{staging,patched,gitinfo,images,audited}/*',
  'cache/{,upstream/}debian/*/*',
  'cache/upstream/packages/*',
  'cache/git/trees/*/*',
  'cache/l10n/{trees,languages}/*',
];

/** Removes, or in a rehearsal finds, files that nobody needs any more. No build may be going on in the home. */
export async function pruneFiles(pruning: FilePruning): Promise<readonly PrunedFile[]> {
  const { home, rehearsal } = pruning;
  const found = [
    ...(await findUnfinished(pruning)),
    ...(await findUnused(pruning)),
    ...(await findInventories(pruning)),
  ];
  const pruned: PrunedFile[] = [];
  for (const { path, why } of found.toSorted((a, b) => a.path.localeCompare(b.path))) {
    const full = join(home.root, path);
    pruned.push({ path, bytes: await measure(full), why });
    if (!rehearsal) await rm(full, { recursive: true, force: true });
  }
  return pruned;
}

type Found = Omit<PrunedFile, 'bytes'>;

async function findUnfinished({ home, now }: FilePruning): Promise<readonly Found[]> {
  const since = now.getTime() - unfinishedHours * hour;
  const paths = await matching(home, unfinished, ({ mtimeMs }) => mtimeMs < since);
  return paths.map((path) => ({ path, why: 'a process that was killed left it' }));
}

async function findUnused({ home, now }: FilePruning): Promise<readonly Found[]> {
  const since = now.getTime() - unusedDays * day;
  const paths = await matching(home, makeable, ({ mtimeMs, atimeMs }) => Math.max(mtimeMs, atimeMs) < since);
  const current = new Set(await currentTrees(home));
  return paths
    .filter((path) => /\/[0-9a-f]{8,}[^/]*$/.test(path) && !path.includes('.part') && !current.has(path))
    .map((path) => ({ path, why: `it was not used for ${unusedDays} days` }));
}

async function findInventories({ home, builds }: FilePruning): Promise<readonly Found[]> {
  const paths = await matching(home, ['builds/*.files.json*']);
  return paths
    .filter((path) => !builds.has(path.replace(/^builds\/(.*)\.files\.json.*$/, '$1')))
    .map((path) => ({ path, why: 'the image of that build is gone' }));
}

/** The newest tree of a suite serves without a network, however old it is. */
async function currentTrees(home: Home): Promise<readonly string[]> {
  const files = await matching(home, ['cache/{,upstream/}debian/*/current']);
  return Promise.all(
    files.map(async (file) => {
      const tree = /^tree (\S+)$/m.exec((await readIfPresent(join(home.root, file))) ?? '')?.[1];
      return file.replace(/current$/, tree ?? '');
    }),
  );
}

async function matching(
  { root }: Home,
  patterns: readonly string[],
  isWanted: (stats: Stats) => boolean = () => true,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const path of glob([...patterns], { cwd: root })) {
    const stats = await lstat(join(root, path)).catch(unlessMissing);
    if (stats && isWanted(stats)) paths.push(path);
  }
  return paths;
}

/** Bytes of a file, or of all files below a folder. */
async function measure(path: string): Promise<number> {
  const stats = await lstat(path).catch(unlessMissing);
  if (!stats?.isDirectory()) return stats?.size ?? 0;
  let bytes = 0;
  for (const name of await readdir(path)) bytes += await measure(join(path, name));
  // Looking does not count as using.
  await utimes(path, stats.atime, stats.mtime).catch(unlessMissing);
  return bytes;
}

function unlessMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
