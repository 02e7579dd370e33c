import { createHash, hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Header, type Pack, pack } from 'tar-stream';
import { type Failure, failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import { mergeParts, type TreeEntry, withAncestors } from '../../core/tree.ts';
import type { LayerBuild } from '../../image/builder.ts';

/** Fixed, so that the same content is the same layer. Not 0, which programs take for "no time". */
const fixedTime = new Date('2001-01-15T00:00:00Z');

/** How many files are read ahead of the one that is written. */
const readAhead = 32;

type EntryHeader = Partial<Header> & Pick<Header, 'name'>;

interface Member {
  readonly name: string;
  readonly entry: TreeEntry;
  /** On this machine; absent for folders between and for what marks a path as gone. */
  readonly source?: string;
}

/** What a layer holds: parts below `target`, and the paths there that it takes away from the layers below. */
export type LayerContent = Pick<LayerBuild, 'parts' | 'target' | 'removed'>;

/**
 * Writes an image layer to `file`, sorted, owned by root and with fixed times, and returns its digest (`sha256:…`).
 * Fails when a file is not the one that was listed, since the image would not be what its manifest says. Throws what
 * the file system said when it takes no more.
 */
export async function writeLayer(
  file: string,
  content: LayerContent,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const digest = createHash('sha256');
  const hashing = new Transform({
    transform(chunk, _encoding, done) {
      digest.update(chunk);
      done(null, chunk);
    },
  });
  const archive = pack();
  const written = pipeline(archive, hashing, createWriteStream(file));
  // When the file cannot be written, packing fails too, and knows less of why.
  const packing = packMembers(archive, membersOf(content), signal);
  const [packed] = await Promise.allSettled([packing, written]);
  await written;
  if (packed.status === 'rejected') throw packed.reason;
  return packed.value ? failed(packed.value) : ok(`sha256:${digest.digest('hex')}`);
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

/** Ends the archive in any case: a stream that is destroyed midway would leave its reader waiting. */
async function packMembers(
  archive: Pack,
  members: readonly Member[],
  signal: AbortSignal,
): Promise<Failure | undefined> {
  try {
    return await addMembers(archive, members, signal);
  } finally {
    archive.finalize();
  }
}

async function addMembers(
  archive: Pack,
  members: readonly Member[],
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const contents: Promise<Buffer | undefined>[] = [];
  for (const [index, member] of members.entries()) {
    for (let next = contents.length; next < Math.min(members.length, index + readAhead); next++)
      contents.push(readContent(members[next]));
    const content = await contents[index];
    contents[index] = nothing;
    if (signal.aborted) return interrupted;
    if (hasChanged(member, content)) return changedSince(member);
    await addEntry(archive, headerOf(member), content);
  }
  return undefined;
}

const nothing = Promise.resolve(undefined);

function addEntry(archive: Pack, header: EntryHeader, content: Buffer | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve());
    const entry = content ? archive.entry(header, content, done) : archive.entry(header, done);
    entry.on('error', done);
  });
}

/** Undefined also when the file is gone; it is then a change. */
async function readContent(member: Member | undefined): Promise<Buffer | undefined> {
  if (member?.entry.kind !== 'file') return undefined;
  if (member.source === undefined) return Buffer.alloc(0);
  return readFile(member.source).catch(() => undefined);
}

function hasChanged({ entry, source }: Member, content: Buffer | undefined): boolean {
  return (
    source !== undefined && entry.kind === 'file' && (!content || hash('sha256', content) !== entry.sha256)
  );
}

function headerOf({ name, entry }: Member): EntryHeader {
  const common = { mtime: fixedTime, uid: 0, gid: 0 };
  switch (entry.kind) {
    case 'folder':
      return { ...common, name: `${name}/`, type: 'directory', mode: 0o755 };
    case 'link':
      return { ...common, name, type: 'symlink', linkname: entry.to, mode: 0o777 };
    case 'file':
      return { ...common, name, type: 'file', mode: entry.executable ? 0o755 : 0o644, size: entry.bytes };
  }
}

function changedSince({ source = '' }: Member): Failure {
  return {
    kind: 'usage',
    what: `${source} changed while the image was being built.`,
    next: 'Build again once nothing writes there any more.',
  };
}
