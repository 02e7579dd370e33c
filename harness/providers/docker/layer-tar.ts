import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { posix } from 'node:path';
import { type Failure, failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import { mergeParts, type TreeEntry, withAncestors } from '../../core/tree.ts';
import type { LayerBuild } from '../../image/builder.ts';
import { blockBytes, padding, tarHeader } from './tar-header.ts';

/** Fixed, so that the same content is the same layer. Not 0, which programs take for "no time". Seconds. */
const fixedTime = Date.parse('2001-01-15T00:00:00Z') / 1000;

/** Of the pieces that an archive is made in, when no file is larger. Bytes. */
const pieceBytes = 2 ** 21;

interface Member {
  readonly name: string;
  readonly entry: TreeEntry;
  /** On this machine; absent for folders between and for what marks a path as gone. */
  readonly source?: string;
}

/** What a layer holds: parts below `target`, and the paths there that it takes away from the layers below. */
export type LayerContent = Pick<LayerBuild, 'parts' | 'target' | 'removed'>;

/** A layer that is about to be packed. */
export interface LayerArchive {
  /** How long the archive will be, which those want to know who send it. */
  readonly bytes: number;
  /**
   * The archive in pieces, and at last its digest (`sha256:…`). Fails when a file is not the one that was listed, since
   * the image would not be what its manifest says.
   */
  readonly pieces: Generator<Buffer, Outcome<string>>;
}

/** An image layer: sorted, owned by root and with fixed times. */
export function archiveLayer(content: LayerContent, signal: AbortSignal): LayerArchive {
  const members = membersOf(content).map((member) => ({ ...member, header: headerOf(member) }));
  const bytes = members.reduce((sum, { header, entry }) => sum + header.length + contentBytes(entry), 0);
  return { bytes: bytes + endBytes, pieces: packMembers(members, signal) };
}

/** Writes an image layer to `file`. Throws what the file system said when it takes no more. */
export async function writeLayer(
  file: string,
  content: LayerContent,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const { pieces } = archiveLayer(content, signal);
  await using written = await open(file, 'w');
  for (;;) {
    const piece = pieces.next();
    if (piece.done) return piece.value;
    await written.writeFile(piece.value);
  }
}

/** Sorted, so that a folder comes before what is in it. */
export function membersOf({ parts, target, removed = [] }: LayerContent): readonly Member[] {
  const root = target.replace(/^\/|\/$/g, '');
  const above = withAncestors(root).map((path) => folderAt(path));
  const members = mergeParts(parts).map(({ entry, source }) => ({
    name: `${root}/${entry.path}`,
    entry,
    ...(source !== undefined && { source }),
  }));
  const gone = removed.map((path) => whiteoutOf(`${root}/${path}`));
  return [...above, ...members, ...gone].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function folderAt(path: string): Member {
  return { name: path, entry: { kind: 'folder', path } };
}

/** https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts */
function whiteoutOf(path: string): Member {
  const name = posix.join(posix.dirname(path), `.wh.${posix.basename(path)}`);
  return {
    name,
    entry: { kind: 'file', path: name, executable: false, bytes: 0, sha256: hash('sha256', '') },
  };
}

/** Two empty blocks end a tar. */
const endBytes = 2 * blockBytes;

/** With what fills it up to whole blocks. */
function contentBytes(entry: TreeEntry): number {
  return entry.kind === 'file' ? entry.bytes + padding(entry.bytes) : 0;
}

/** Reads synchronously: for tens of thousands of small files it takes a third of the time. */
function* packMembers(
  members: readonly (Member & { readonly header: Buffer })[],
  signal: AbortSignal,
): Generator<Buffer, Outcome<string>> {
  const digest = createHash('sha256');
  let piece = Buffer.alloc(pieceBytes);
  let filled = 0;
  for (const { header, ...member } of members) {
    const bytes = header.length + contentBytes(member.entry);
    if (filled + bytes > piece.length) {
      yield seal(piece.subarray(0, filled));
      if (signal.aborted) return failed(interrupted);
      piece = Buffer.alloc(Math.max(pieceBytes, bytes));
      filled = 0;
    }
    filled += header.copy(piece, filled);
    const room = piece.subarray(filled, filled + contentBytes(member.entry));
    if (!readInto(room, member)) return failed(changedSince(member));
    filled += room.length;
  }
  yield seal(piece.subarray(0, filled));
  yield seal(Buffer.alloc(endBytes));
  return ok(`sha256:${digest.digest('hex')}`);

  function seal(bytes: Buffer): Buffer {
    digest.update(bytes);
    return bytes;
  }
}

/** Whether it has the content that was listed. */
function readInto(room: Buffer, { entry, source }: Member): boolean {
  if (entry.kind !== 'file' || source === undefined) return true;
  const content = room.subarray(0, entry.bytes);
  return readWhole(source, content) && hash('sha256', content) === entry.sha256;
}

/** Whether the file is there and long enough. */
function readWhole(file: string, content: Buffer): boolean {
  let opened: number | undefined;
  try {
    opened = openSync(file, 'r');
    let filled = 0;
    while (filled < content.length) {
      const read = readSync(opened, content, filled, content.length - filled, null);
      if (read === 0) return false;
      filled += read;
    }
    return true;
  } catch {
    return false;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

function headerOf({ name, entry }: Member): Buffer {
  const common = { type: entry.kind, bytes: 0, time: fixedTime };
  switch (entry.kind) {
    case 'folder':
      return tarHeader({ ...common, name: `${name}/`, mode: 0o755 });
    case 'link':
      return tarHeader({ ...common, name, mode: 0o777, to: entry.to });
    case 'file':
      return tarHeader({ ...common, name, mode: entry.executable ? 0o755 : 0o644, bytes: entry.bytes });
  }
}

function changedSince({ source = '' }: Member): Failure {
  return {
    kind: 'usage',
    what: `${source} changed while the image was being built.`,
    next: 'Build again once nothing writes there any more.',
  };
}
