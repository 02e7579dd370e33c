import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Command } from '../system/command.ts';
import { deleteCache, gitFailure } from './git-failure.ts';
import { runGit } from './run-git.ts';

/** One commit of a repository in the object cache. */
export interface CommitAt {
  /** For sentences. */
  readonly url: string;
  readonly gitDir: string;
  readonly commit: string;
  readonly command: Command;
  readonly signal: AbortSignal;
}

/** A file, a link or a submodule as a commit has it. */
export interface GitEntry {
  readonly kind: 'file' | 'link' | 'submodule';
  readonly path: string;
  /** As git writes it, `100644`. */
  readonly mode: string;
  /** Of the blob; of a submodule the commit. */
  readonly id: string;
}

/** All that a commit has, sorted as git sorts. Fails when objects of it are missing. */
export async function listCommit(at: CommitAt): Promise<Outcome<readonly GitEntry[]>> {
  const listed = await readObjects(at, ['ls-tree', '-r', '-z', '--full-tree', at.commit]);
  return listed.ok ? ok(listed.value.split('\0').filter(Boolean).map(parseEntry)) : listed;
}

function parseEntry(line: string): GitEntry {
  const [mode = '', , id = ''] = line.slice(0, line.indexOf('\t')).split(' ');
  const kind = mode === '160000' ? 'submodule' : mode === '120000' ? 'link' : 'file';
  return { kind, path: line.slice(line.indexOf('\t') + 1), mode, id };
}

/** Runs a git command that reads objects of a commit only: when it fails, they are not whole. */
export async function readObjects(
  at: CommitAt,
  args: readonly string[],
  run: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<Outcome<string>> {
  const { command, gitDir, signal } = at;
  const finished = await runGit(command, [`--git-dir=${gitDir}`, ...args], { ...run, signal });
  if (finished.exitCode === 0) return ok(finished.stdout);
  const failure = gitFailure(finished, { what: cannotRead(at), next: deleteCache(gitDir), gitDir, signal });
  return failed(failure.kind === 'usage' ? { ...failure, kind: 'infrastructure' } : failure);
}

/** The failure for an object that is not what the commit says. */
export function brokenObject(at: CommitAt, { path, id }: Pick<GitEntry, 'path' | 'id'>): Failure {
  return {
    kind: 'infrastructure',
    what: `${cannotRead(at)}: ${path} did not come out as its object ${id} says.`,
    next: deleteCache(at.gitDir),
  };
}

function cannotRead({ url, commit }: CommitAt): string {
  return `Cannot read the commit ${commit} of ${url}`;
}
