import { createHash } from 'node:crypto';
import { copyFileSync, linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, readlink, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failed, type Outcome, ok } from '../core/failure.ts';
import type { TreeEntry } from '../core/tree.ts';
import { isMissing, moveUnlessThere } from '../system/files.ts';
import { mapInOrder } from '../system/map-in-order.ts';
import { noSpace } from './git-failure.ts';
import { brokenObject, type CommitAt, type GitEntry, readObjects } from './git-objects.ts';
import { readEntries, writeEntries } from './kept-tree.ts';
import { type CommitContent, keptTreeOf, noteCommit } from './read-commit.ts';

export interface GitTree {
  readonly directory: string;
  readonly entries: readonly TreeEntry[];
}

type Wanted = GitEntry & { readonly kind: 'file' | 'link' };

/**
 * The files of a commit, byte for byte as the repository has them, in a folder that is made once, whole or not at all.
 * What the newest kept tree of the repository has already is linked from there; the rest is written and compared with
 * the ids of its objects. Submodules are left out.
 */
export async function keepGitTree(at: CommitAt, content: CommitContent): Promise<Outcome<GitTree>> {
  const { committed, listed } = content;
  const kept = keptTreeOf(at);
  const known = await readEntries(kept);
  if (known) {
    await markUsed(kept);
    return ok({ directory: treeIn(kept), entries: known });
  }
  const draft = `${kept}.${process.pid}.${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    const entries = await makeTree(at, listed.filter(isWanted), draft, await findNewest(dirname(kept)));
    if (!entries.ok) return entries;
    await writeEntries(draft, entries.value);
    await noteCommit(draft, { committed, listed });
    await moveUnlessThere(draft, kept);
    await removeUnused(dirname(kept));
    return ok({ directory: treeIn(kept), entries: entries.value });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    return failed(noSpace(`Cannot lay out the commit ${at.commit} of ${at.url}`, draft));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function isWanted(entry: GitEntry): entry is Wanted {
  return entry.kind !== 'submodule';
}

function treeIn(kept: string): string {
  return join(kept, 'tree');
}

/** The kept tree that was used last. */
async function findNewest(directory: string): Promise<string | undefined> {
  await mkdir(directory, { recursive: true });
  const kept = (await listUses(directory)).filter(({ path }) => /^[0-9a-f]{40}$/.test(basename(path)));
  const newest = kept.sort((a, b) => b.used - a.used)[0]?.path;
  if (newest !== undefined) await markUsed(newest);
  return newest;
}

async function markUsed(kept: string): Promise<void> {
  await utimes(kept, new Date(), new Date());
}

/** Milliseconds. Long enough for any build that is at work on a tree, short enough for one every 15 minutes. */
const keptUnused = 24 * 60 * 60 * 1000;

/** Trees that no build wanted of late, and drafts of builds that were killed. */
async function removeUnused(directory: string): Promise<void> {
  const unused = (await listUses(directory)).filter(({ used }) => used < Date.now() - keptUnused);
  for (const { path } of unused) await rm(path, { recursive: true, force: true });
}

/** When each folder was used last, in milliseconds since 1970. Another build may remove one meanwhile. */
async function listUses(directory: string) {
  const paths = (await readdir(directory)).map((name) => join(directory, name));
  const uses = await Promise.all(
    paths.map(async (path) => ({ path, used: (await stat(path).catch(() => undefined))?.mtimeMs })),
  );
  return uses.flatMap(({ path, used }) => (used === undefined ? [] : [{ path, used }]));
}

async function makeTree(
  at: CommitAt,
  wanted: readonly Wanted[],
  draft: string,
  base: string | undefined,
): Promise<Outcome<readonly TreeEntry[]>> {
  const same = base === undefined ? new Map<string, TreeEntry>() : await unchangedSince(at, base);
  const present = wanted.flatMap(({ path }) => same.get(path) ?? []);
  const folders = foldersOf(wanted);
  makeFolders(treeIn(draft), folders);
  if (base !== undefined) for (const entry of present) linkEntry(entry, treeIn(base), treeIn(draft));
  const missing = wanted.filter(({ path }) => !same.has(path));
  const written = await writeEntriesOf(at, missing, draft);
  if (!written.ok) return written;
  return ok([...folders, ...present, ...written.value].sort((a, b) => (a.path < b.path ? -1 : 1)));
}

/** The entries of a kept tree that the commit has too, by path. */
async function unchangedSince(at: CommitAt, base: string): Promise<ReadonlyMap<string, TreeEntry>> {
  const args = ['diff-tree', '-r', '-z', '--no-renames', '--name-only', basename(base), at.commit];
  const changed = await readObjects(at, args);
  const entries = await readEntries(base);
  if (!changed.ok || !entries) return new Map();
  const paths = new Set(changed.value.split('\0'));
  const same = entries.filter(({ kind, path }) => kind !== 'folder' && !paths.has(path));
  return new Map(same.map((entry) => [entry.path, entry]));
}

/** Every folder that has a file or link in it, those around before those inside. */
function foldersOf(wanted: readonly Wanted[]): readonly TreeEntry[] {
  const folders = new Set<string>();
  for (const { path } of wanted)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (folders.has(path.slice(0, end))) break;
      folders.add(path.slice(0, end));
    }
  return [...folders].sort().map((path) => ({ kind: 'folder', path }));
}

/** Synchronous, as `linkEntry` is: for tens of thousands it takes a fraction of the time. */
function makeFolders(tree: string, folders: readonly TreeEntry[]): void {
  mkdirSync(tree, { recursive: true });
  for (const { path } of folders) mkdirSync(join(tree, path));
}

function linkEntry(entry: TreeEntry, from: string, to: string): void {
  try {
    if (entry.kind === 'link') symlinkSync(entry.to, join(to, entry.path));
    else linkSync(join(from, entry.path), join(to, entry.path));
  } catch {
    // Not every file system has hard links, and those that have them limit their number.
    copyFileSync(join(from, entry.path), join(to, entry.path));
  }
}

/** By way of an index that holds just these, so that git writes nothing else. */
async function writeEntriesOf(
  at: CommitAt,
  missing: readonly Wanted[],
  draft: string,
): Promise<Outcome<readonly TreeEntry[]>> {
  const tree = treeIn(draft);
  const index = join(draft, 'index');
  const env = { GIT_INDEX_FILE: index, GIT_WORK_TREE: tree };
  const input = missing.map(({ mode, id, path }) => `${mode} ${id}\t${path}\0`).join('');
  const indexed = await readObjects(at, ['update-index', '-z', '--index-info'], { env, input });
  if (!indexed.ok) return indexed;
  const exactly = ['-c', 'core.symlinks=true', '-c', 'core.fileMode=true'];
  const checkedOut = await readObjects(at, [...exactly, 'checkout-index', '--all', '--quiet'], { env });
  if (!checkedOut.ok) return checkedOut;
  await rm(index, { force: true });
  return readAllBack(at, missing, tree);
}

async function readAllBack(
  at: CommitAt,
  written: readonly Wanted[],
  tree: string,
): Promise<Outcome<readonly TreeEntry[]>> {
  const entries = await mapInOrder(written, 32, (entry) => readBack(tree, entry));
  const broken = written.find((_, position) => !entries[position]);
  return broken ? failed(brokenObject(at, broken)) : ok(entries.filter((entry) => entry !== undefined));
}

/** What was written, unless it is not what the commit says. */
async function readBack(tree: string, wanted: Wanted): Promise<TreeEntry | undefined> {
  const { path, mode, id } = wanted;
  try {
    const file = join(tree, path);
    const stats = await lstat(file);
    if (wanted.kind === 'link') {
      const to = await readlink(file);
      return blobId(Buffer.from(to)) === id ? { kind: 'link', path, to } : undefined;
    }
    const executable = (stats.mode & 0o111) !== 0;
    if (!stats.isFile() || executable !== (mode === '100755')) return undefined;
    const content = await readFile(file);
    if (blobId(content) !== id) return undefined;
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { kind: 'file', path, executable, bytes: content.length, sha256 };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function blobId(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
