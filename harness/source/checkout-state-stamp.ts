import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileStamp } from '../system/file-stamp.ts';

/**
 * What changes when a checkout gets another HEAD, index or configuration. Without running git, and synchronous, for
 * there are many and each takes microseconds.
 */
export function stampGit(directory: string): string {
  const gitDir = gitDirOf(directory);
  const common = resolve(gitDir, read(join(gitDir, 'commondir')).trim());
  const head = read(join(gitDir, 'HEAD'));
  const ref = /^ref: (.*)$/m.exec(head)?.[1] ?? 'HEAD';
  const shared = [ref, 'packed-refs', 'reftable/tables.list', 'config', 'info/exclude'];
  const files = [join(gitDir, 'index'), ...shared.map((name) => join(common, name))];
  // Git replaces its files whole.
  return JSON.stringify([gitDir, head, files.map(fileStamp)]);
}

/** The repository of a checkout; that of a submodule or worktree lies elsewhere, which a file `.git` says. */
export function gitDirOf(directory: string): string {
  const dotGit = join(directory, '.git');
  const pointer = /^gitdir: (.*)$/m.exec(read(dotGit))?.[1];
  return pointer === undefined ? dotGit : resolve(directory, pointer);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
