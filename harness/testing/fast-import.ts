import { readFileSync, readlinkSync } from 'node:fs';
import { Readable } from 'node:stream';
import { execa } from 'execa';

/** What a commit makes of a path; the empty path is everything, which can only be gone. */
export type Content =
  | { readonly kind: 'file'; readonly from: string; readonly executable: boolean }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly from: string }
  | { readonly kind: 'submodule'; readonly commit: string }
  | { readonly kind: 'gone' };

export type Changes = ReadonlyMap<string, Content>;

export interface NewCommit {
  /** A bare repository. */
  readonly repository: string;
  readonly branch: string;
  readonly subject: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** Against the newest commit of the branch, if it has one. */
  readonly changes: Changes;
}

/** Makes a commit and gives its id: thousands of files in about a second, since git reads them from one stream. */
export async function importCommit(commit: NewCommit): Promise<string> {
  const git = (...args: readonly string[]) => ['--git-dir', commit.repository, ...args];
  const ref = `refs/heads/${commit.branch}`;
  const known = await execa('git', git('rev-parse', '--quiet', '--verify', ref), { reject: false });
  await execa('git', git('-c', 'core.compression=0', 'fast-import', '--quiet', '--depth=0'), {
    input: Readable.from(commitStream(commit, known.stdout), { objectMode: false }),
  });
  const { stdout } = await execa('git', git('rev-parse', ref));
  return stdout;
}

/** In pieces of about a megabyte; synchronous, which for thousands of small files is several times as fast. */
function* commitStream({ branch, subject, time, changes }: NewCommit, parent: string): Generator<Buffer> {
  const head = `commit refs/heads/${branch}\ncommitter Farm <farm@example.org> ${time} +0000\n`;
  let piece = [Buffer.from(head), data(Buffer.from(subject)), Buffer.from(parent && `from ${parent}\n`)];
  let bytes = 0;
  for (const [path, content] of changes) {
    const change = changeOf(path, content);
    piece.push(change);
    bytes += change.length;
    if (bytes < 1_000_000) continue;
    yield Buffer.concat(piece);
    [piece, bytes] = [[], 0];
  }
  yield Buffer.concat(piece);
}

function changeOf(path: string, content: Content): Buffer {
  const name = JSON.stringify(path);
  const inline = (mode: string, bytes: Buffer) =>
    Buffer.concat([Buffer.from(`M ${mode} inline ${name}\n`), data(bytes)]);
  switch (content.kind) {
    case 'file':
      return inline(content.executable ? '100755' : '100644', readFileSync(content.from));
    case 'text':
      return inline('100644', Buffer.from(content.text));
    case 'link':
      return inline('120000', readlinkSync(content.from, 'buffer'));
    case 'submodule':
      return Buffer.from(`M 160000 ${content.commit} ${name}\n`);
    case 'gone':
      return Buffer.from(path ? `D ${name}\n` : 'deleteall\n');
  }
}

function data(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}
