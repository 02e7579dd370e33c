import { createHash, hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Header, type Pack, pack } from 'tar-stream';
import { type Failure, failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type { TreeEntry, TreePart } from '../../core/tree.ts';

/** Fixed, so that the same content is the same layer. Not 0, which programs take for "no time". */
const fixedTime = new Date('2001-01-15T00:00:00Z');

/** How many files are read ahead of the one that is written. */
const readAhead = 32;

type EntryHeader = Partial<Header> & Pick<Header, 'name'>;

interface Member {
  readonly name: string;
  readonly entry: TreeEntry;
  /** On this machine; absent for the folders above the target. */
  readonly source?: string;
}

/**
 * Writes an image layer to `file`, sorted, owned by root and with fixed times, and returns its digest (`sha256:…`).
 * Fails when a file is not the one that was listed, since the image would not be what its manifest says.
 */
export async function writeLayer(
  file: string,
  parts: readonly TreePart[],
  target: string,
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
  const packed = packMembers(archive, membersOf(parts, target), signal);
  const [failure] = await Promise.all([packed, written]);
  return failure ? failed(failure) : ok(`sha256:${digest.digest('hex')}`);
}

/** Sorted, so that a folder comes before what is in it; of two entries with one path the later part's counts. */
export function membersOf(parts: readonly TreePart[], target: string): readonly Member[] {
  const members = new Map<string, Member>();
  for (const part of parts) {
    const root = posix.join(target, part.target).replace(/^\/|\/$/g, '');
    for (const path of ancestors(root)) if (!members.has(path)) members.set(path, folderAt(path));
    for (const entry of part.entries) {
      const name = `${root}/${entry.path}`;
      members.set(name, { name, entry, source: join(part.directory, entry.path) });
    }
  }
  return [...members.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function ancestors(path: string): readonly string[] {
  const names = path.split('/');
  return names.map((_name, index) => names.slice(0, index + 1).join('/'));
}

function folderAt(path: string): Member {
  return { name: path, entry: { kind: 'folder', path } };
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
    if (content) archive.entry(header, content, done);
    else archive.entry(header, done);
  });
}

/** Undefined also when the file is gone; it is then a change. */
async function readContent(member: Member | undefined): Promise<Buffer | undefined> {
  if (member?.entry.kind !== 'file' || !member.source) return undefined;
  return readFile(member.source).catch(() => undefined);
}

function hasChanged({ entry }: Member, content: Buffer | undefined): boolean {
  return entry.kind === 'file' && (!content || hash('sha256', content) !== entry.sha256);
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
