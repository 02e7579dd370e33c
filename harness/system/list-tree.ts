import { hash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeEntry } from '../core/tree.ts';
import { mapInOrder } from './map-in-order.ts';

/** Says of a path relative to the tree that it and all below it does not count. */
export type Skip = (path: string) => boolean;

/**
 * Every file, link and folder below a directory, sorted by path, with the hash of each file's content. Of modes only
 * "executable" counts, since the rest depends on who checked it out. Sockets and devices are left out.
 */
export async function listTree(directory: string, skip: Skip = () => false): Promise<readonly TreeEntry[]> {
  const found = await walk(directory, '', skip);
  const entries = await mapInOrder(found, 32, ({ path, kind }) => readEntry(directory, path, kind));
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The hash of a tree's content, `sha256:` and hexadecimal: of paths, contents, executable bits and links. */
export function treeHash(entries: readonly TreeEntry[]): string {
  return sha256(entries.map(entryLine).join('\n'));
}

export function sha256(text: string): string {
  return `sha256:${hash('sha256', text)}`;
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

interface Found {
  readonly path: string;
  readonly kind: TreeEntry['kind'];
}

async function walk(directory: string, below: string, skip: Skip): Promise<Found[]> {
  const children = await readdir(join(directory, below), { withFileTypes: true });
  const found = await Promise.all(
    children.map(async (child): Promise<Found[]> => {
      const path = below ? `${below}/${child.name}` : child.name;
      if (skip(path)) return [];
      if (child.isDirectory()) return [{ path, kind: 'folder' }, ...(await walk(directory, path, skip))];
      if (child.isSymbolicLink()) return [{ path, kind: 'link' }];
      return child.isFile() ? [{ path, kind: 'file' }] : [];
    }),
  );
  return found.flat();
}

async function readEntry(directory: string, path: string, kind: TreeEntry['kind']): Promise<TreeEntry> {
  const full = join(directory, path);
  if (kind === 'folder') return { kind, path };
  if (kind === 'link') return { kind, path, to: await readlink(full) };
  const [{ mode }, content] = await Promise.all([lstat(full), readFile(full)]);
  const executable = (mode & 0o111) !== 0;
  return { kind, path, executable, bytes: content.length, sha256: hash('sha256', content) };
}
