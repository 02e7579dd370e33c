import { createHash } from 'node:crypto';
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { extract, type Header } from 'tar-stream';
import type { TreeEntry } from '../../core/tree.ts';
import type { Extraction } from '../../system/image-store.ts';

/**
 * Unpacks what is wanted of a tar archive and lists all that is in it, as `listTree` would. Sockets and devices are left
 * out. Throws when the archive ends too early or leads out of the folder.
 */
export async function unpackArchive(
  archive: NodeJS.ReadableStream,
  { into, keep }: Pick<Extraction, 'into' | 'keep'>,
): Promise<readonly TreeEntry[]> {
  const entries = new Map<string, TreeEntry>();
  const reader = extract();
  archive.on('error', (error) => reader.destroy(error));
  archive.pipe(reader);
  for await (const member of reader) {
    const path = pathOf(member.header.name);
    const entry = path === '' ? undefined : await unpackMember(member, path, { into, keep, entries });
    if (entry) entries.set(path, entry);
    member.resume();
  }
  return [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What stands in an archive at one name, with its content to read. */
interface Member extends AsyncIterable<unknown> {
  readonly header: Header;
}

type Unpacking = Pick<Extraction, 'into' | 'keep'> & { readonly entries: ReadonlyMap<string, TreeEntry> };

async function unpackMember(
  member: Member,
  path: string,
  unpacking: Unpacking,
): Promise<TreeEntry | undefined> {
  const { into, keep } = unpacking;
  const target = keep(path) ? join(into, path) : undefined;
  const { type, linkname } = member.header;
  switch (type) {
    case 'directory':
      if (target) await mkdir(target, { recursive: true });
      return { kind: 'folder', path };
    case 'symlink':
      if (target) await symlink(linkname ?? '', target);
      return { kind: 'link', path, to: linkname ?? '' };
    case 'link':
      return copyLinked(pathOf(linkname ?? ''), path, unpacking);
    case 'file':
    case 'contiguous-file':
      return unpackFile(member, path, target);
    default:
      return undefined;
  }
}

async function unpackFile(member: Member, path: string, target: string | undefined): Promise<TreeEntry> {
  const digest = createHash('sha256');
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of member) {
    if (!(chunk instanceof Uint8Array)) throw new Error(`${path} has no bytes`);
    digest.update(chunk);
    bytes += chunk.length;
    if (target) chunks.push(chunk);
  }
  const executable = ((member.header.mode ?? 0) & 0o111) !== 0;
  if (target) await writeFile(target, Buffer.concat(chunks), { mode: executable ? 0o755 : 0o644 });
  return { kind: 'file', path, executable, bytes, sha256: digest.digest('hex') };
}

/** A second name of a file that came before. */
async function copyLinked(
  first: string,
  path: string,
  { into, keep, entries }: Unpacking,
): Promise<TreeEntry | undefined> {
  const entry = entries.get(first);
  if (entry?.kind !== 'file') throw new Error(`${path} is a link to ${first}, which did not come before it`);
  if (keep(path)) {
    if (!keep(first)) throw new Error(`${path} has its content in ${first}, which is not wanted`);
    await copyFile(join(into, first), join(into, path));
  }
  return { ...entry, path };
}

/** Relative to the archive's root, which is empty. */
function pathOf(name: string): string {
  const path = posix.normalize(name).replace(/\/$/, '');
  if (path === '.') return '';
  if (path.startsWith('../') || path.startsWith('/')) throw new Error(`${name} leads out of the archive`);
  return path;
}
