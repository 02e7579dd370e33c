import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeEntry } from '../core/tree.ts';
import { type FoundEntry, parseFound, type Skip, walkEntries } from './find-entries.ts';
import { mapInOrder } from './map-in-order.ts';
import { type KnownContent, recallHashes, type TreeMemory } from './tree-memory.ts';

/**
 * Every file, link and folder below a directory, sorted by path, with the hash of each file's content. Of modes only
 * "executable" counts, since the rest depends on who checked it out. Sockets and devices are left out.
 */
export async function listTree(directory: string, skip: Skip = () => false): Promise<readonly TreeEntry[]> {
  await using hashes = recallHashes();
  return listEntries(directory, walkEntries(directory, skip), hashes);
}

/** A folder so large that the hashes of its files are kept: contents are not read again that certainly are the same. */
export interface LargeTree {
  readonly directory: string;
  readonly skip: Skip;
  /** A file of this machine. */
  readonly memory: string;
  /** What `FindEntries` gave. */
  readonly found: Buffer | undefined;
}

export interface ListedTree {
  readonly entries: readonly TreeEntry[];
  /** Whether the same bytes found again mean the same entries. */
  readonly isSettled: boolean;
}

/** As `listTree` does it. */
export async function listLargeTree(tree: LargeTree): Promise<ListedTree> {
  await using hashes = recallHashes(tree.memory);
  const entries = await listEntries(tree.directory, entriesOf(tree), hashes);
  return { entries, isSettled: tree.found !== undefined && hashes.isComplete };
}

/** The entries of a tree that was settled, synchronous so that it can be put off until somebody asks for them. */
export function recallTree(tree: LargeTree): readonly TreeEntry[] {
  const hashes = recallHashes(tree.memory);
  const content = (file: FoundEntry) =>
    hashes.of(file) ?? contentOf(readFileSync(join(tree.directory, file.path)));
  return sorted(entriesOf(tree).map((each) => unreadEntry(each) ?? fileEntry(each, content(each))));
}

function entriesOf({ directory, skip, found }: LargeTree): readonly FoundEntry[] {
  return found ? parseFound(found, skip) : walkEntries(directory, skip);
}

/** The hash of a tree's content, `sha256:` and hexadecimal: of paths, contents, executable bits and links. */
export function treeHash(entries: readonly TreeEntry[]): string {
  return sha256(entries.map(entryLine).join('\n'));
}

/** `sha256:` and hexadecimal. */
export function sha256(content: string | Buffer): string {
  return `sha256:${hash('sha256', content)}`;
}

function entryLine(entry: TreeEntry): string {
  const { kind, path } = entry;
  switch (kind) {
    case 'file':
      return JSON.stringify([kind, path, entry.executable, entry.sha256]);
    case 'link':
      return JSON.stringify([kind, path, entry.to]);
    case 'folder':
      return JSON.stringify([kind, path]);
  }
}

async function listEntries(
  directory: string,
  all: readonly FoundEntry[],
  hashes: TreeMemory,
): Promise<readonly TreeEntry[]> {
  const entries: TreeEntry[] = [];
  const unknown: FoundEntry[] = [];
  for (const found of all) {
    const known = unreadEntry(found) ?? knownEntry(found, hashes);
    if (known) entries.push(known);
    else unknown.push(found);
  }
  const read = await mapInOrder(unknown, 32, async (file) => {
    const content = contentOf(await readFile(join(directory, file.path)));
    hashes.remember(file, content);
    return fileEntry(file, content);
  });
  return sorted([...entries, ...read]);
}

function unreadEntry({ kind, path, to }: FoundEntry): TreeEntry | undefined {
  if (kind === 'file') return undefined;
  return kind === 'link' ? { kind, path, to } : { kind, path };
}

function knownEntry(file: FoundEntry, hashes: TreeMemory): TreeEntry | undefined {
  const content = hashes.of(file);
  return content && fileEntry(file, content);
}

function fileEntry({ path, executable }: FoundEntry, { bytes, sha256 }: KnownContent): TreeEntry {
  return { kind: 'file', path, executable, bytes, sha256 };
}

function contentOf(content: Buffer): KnownContent {
  return { bytes: content.length, sha256: hash('sha256', content) };
}

function sorted(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  return entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
