import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Failure, failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Command, Finished } from '../system/command.ts';
import { namesIn, readIfPresent, writeWhole } from '../system/files.ts';
import { awaitLock } from '../system/lock.ts';
import { type Pause, systemPause } from '../system/pause.ts';
import { gitFailure } from './git-failure.ts';
import { findRemoteRef, patience, type RemoteRef } from './git-remote.ts';
import { mirrorOf, repositoryKey, withoutUserinfo } from './git-url.ts';
import { runGit } from './run-git.ts';

/** A repository and what is kept of it. */
export interface CachedRepository {
  /** Without a mirror's rewriting. */
  readonly url: string;
  readonly mirrors?: Readonly<Record<string, string>>;
  /** `Home.cache`. */
  readonly cache: string;
  readonly command: Command;
  readonly signal: AbortSignal;
  /** Between two looks at a repository that another build is at work on. */
  readonly pause?: Pause;
}

export interface RefRequest extends CachedRepository {
  /** A branch, a tag, another ref or a full commit id. */
  readonly ref: string;
  /** What counts when the repository has no such ref. */
  readonly fallback?: string;
}

export interface CachedCommit {
  /** A bare repository with the commit and its history. */
  readonly gitDir: string;
  readonly commit: string;
  /** The one that the repository has: `ref` or `fallback`. */
  readonly ref: string;
}

/**
 * The commit that a ref names now, with its whole history, in the object cache. A full commit id that the cache has
 * costs no network, a ref that has not moved one question, one that has moved two connections.
 */
export async function fetchRef(request: RefRequest): Promise<Outcome<CachedCommit>> {
  const { ref } = request;
  const known = isCommitId(ref) ? await findCached(request, ref) : undefined;
  if (known) return ok({ ...known, ref });
  const { signal, pause = systemPause } = request;
  await using lock = await awaitLock(`${repositoryDirectory(request)}.lock`, { pause, signal });
  if (!lock) return failed(interrupted);
  const repository = await openRepository(request);
  if (!repository.ok) return repository;
  // Without the await the lock would be released at once.
  return await (isCommitId(ref) ? fetchCommit(request, ref) : fetchNamed(request));
}

export function isCommitId(ref: string): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}

/**
 * The bare repository in which all that was ever fetched from a URL is kept. It goes by the URL that definitions and
 * manifests have: commits are found again whatever mirror they came by, or will come by next.
 */
export function repositoryDirectory({ cache, url }: Pick<CachedRepository, 'cache' | 'url'>): string {
  return join(cache, 'git', repositoryKey(url));
}

/** Each commit that was asked for has a ref of its own; whatever a ref can reach is there. */
function refOf(commit: string): string {
  return `refs/commits/${commit}`;
}

function git(
  { command, signal }: CachedRepository,
  gitDir: string,
  args: readonly string[],
): Promise<Finished> {
  return runGit(command, [`--git-dir=${gitDir}`, ...args], { signal });
}

async function findCached(
  repository: CachedRepository,
  commit: string,
): Promise<Omit<CachedCommit, 'ref'> | undefined> {
  const gitDir = repositoryDirectory(repository);
  // Scores of submodules are looked up in every build; to start git for each would take most of its time.
  if ((await readIfPresent(join(gitDir, refOf(commit))))?.trim() === commit) return { gitDir, commit };
  const found = await git(repository, gitDir, ['rev-parse', '--quiet', '--verify', refOf(commit)]);
  return found.exitCode === 0 ? { gitDir, commit } : undefined;
}

/** Nothing of a file is changed on its way from the repository to a tree. */
const attributes = '* -text -eol -ident -filter -working-tree-encoding\n';

/** Makes the repository, or what of it is gone, and clears what a killed git left. */
async function openRepository(repository: CachedRepository): Promise<Outcome<void>> {
  const gitDir = repositoryDirectory(repository);
  await mkdir(gitDir, { recursive: true });
  const made = await git(repository, gitDir, ['init', '--quiet', '--bare', '--template=', gitDir]);
  if (made.exitCode !== 0) return failedAt(repository, made, 'keep what is fetched of');
  const attributesFile = join(gitDir, 'info', 'attributes');
  if ((await readIfPresent(attributesFile)) !== attributes) await writeWhole(attributesFile, attributes);
  await removeLeftovers(gitDir);
  return ok(undefined);
}

/** While we hold the lock, locks of git and packs in the making are of a git that was killed. */
async function removeLeftovers(gitDir: string): Promise<void> {
  for (const [folder, pattern] of [
    ['.', /\.lock$/],
    ['refs/commits', /\.lock$/],
    ['objects/pack', /^tmp_/],
  ] as const)
    for (const name of await namesIn(join(gitDir, folder)))
      if (pattern.test(name)) await rm(join(gitDir, folder, name), { force: true });
}

async function fetchNamed(request: RefRequest): Promise<Outcome<CachedCommit>> {
  const names = [request.ref, ...(request.fallback === undefined ? [] : [request.fallback])];
  const gitDir = repositoryDirectory(request);
  const found = await findRemoteRef({ ...request, gitDir, from: sourceOf(request), names });
  if (!found.ok) return found;
  const { name, commit } = found.value;
  if (await keepIfComplete(request, commit)) return ok({ gitDir, commit, ref: name });
  const fetched = await fetchFrom(request, found.value);
  return fetched.ok ? ok({ gitDir, commit: fetched.value, ref: name }) : fetched;
}

/** Fetches a ref; it may have moved meanwhile, so what came counts. */
async function fetchFrom(request: CachedRepository, { ref }: RemoteRef): Promise<Outcome<string>> {
  const gitDir = repositoryDirectory(request);
  const fetched = await fetchSpecs(request, [ref]);
  if (fetched.exitCode !== 0) return failedAt(request, fetched, 'fetch');
  const head = await git(request, gitDir, ['rev-parse', '--verify', 'FETCH_HEAD^{commit}']);
  if (head.exitCode !== 0) return failedAt(request, head, `find a commit in ${ref} of`);
  await keep(request, head.stdout);
  return ok(head.stdout);
}

/** A server may refuse to give a commit by its id; then it is looked for in its branches and tags. */
async function fetchCommit(request: CachedRepository, commit: string): Promise<Outcome<CachedCommit>> {
  const gitDir = repositoryDirectory(request);
  const found = ok({ gitDir, commit, ref: commit });
  if (await keepIfComplete(request, commit)) return found;
  const direct = await fetchSpecs(request, [commit]);
  if (await keepIfComplete(request, commit)) return found;
  if (!refused.test(direct.stderr)) return failedAt(request, direct, `fetch the commit ${commit} of`);
  const all = await fetchSpecs(request, [
    '+refs/heads/*:refs/remote/heads/*',
    '+refs/tags/*:refs/remote/tags/*',
  ]);
  if (await keepIfComplete(request, commit)) return found;
  if (all.exitCode !== 0) return failedAt(request, all, 'fetch');
  return failed({
    kind: 'usage',
    what: `${withoutUserinfo(request.url)} does not have the commit ${commit}.`,
    next: 'Push the commit there, or name one that is there.',
  });
}

const refused = /not our ref|unadvertised object|does not allow request/;

/** A fetch that is killed leaves a pack that nobody sees, never some of its objects: so each makes a pack. */
const wholePacks = ['-c', 'fetch.unpackLimit=1'];

async function fetchSpecs(request: CachedRepository, specs: readonly string[]): Promise<Finished> {
  const gitDir = repositoryDirectory(request);
  const options = ['--quiet', '--no-tags', '--prune', '--no-auto-maintenance'];
  const args = [...patience, ...wholePacks, 'fetch', ...options, '--', sourceOf(request), ...specs];
  const fetched = await git(request, gitDir, args);
  await joinPacks(request);
  return fetched;
}

const mostPacks = 50;

/** Many packs make every look-up slow. The small ones become one, the large ones stay; nothing is left out. */
async function joinPacks(repository: CachedRepository): Promise<void> {
  const gitDir = repositoryDirectory(repository);
  const packs = (await namesIn(join(gitDir, 'objects/pack'))).filter((name) => name.endsWith('.pack'));
  if (packs.length <= mostPacks) return;
  await git(repository, gitDir, ['repack', '--quiet', '-d', '--geometric=2']);
  await git(repository, gitDir, ['pack-refs', '--all']);
}

/** Whether the commit with all its history is there already; if so it stays. */
async function keepIfComplete(repository: CachedRepository, commit: string): Promise<boolean> {
  if (await findCached(repository, commit)) return true;
  const gitDir = repositoryDirectory(repository);
  const reached = ['rev-list', '--objects', '--quiet', commit, '--not', '--all'];
  if ((await git(repository, gitDir, reached)).exitCode !== 0) return false;
  await keep(repository, commit);
  return true;
}

async function keep(repository: CachedRepository, commit: string): Promise<void> {
  await git(repository, repositoryDirectory(repository), ['update-ref', refOf(commit), commit]);
}

function sourceOf({ url, mirrors = {} }: CachedRepository): string {
  return mirrorOf(url, mirrors);
}

function failedAt(repository: CachedRepository, finished: Finished, verb: string) {
  const { signal, url } = repository;
  const by = sourceOf(repository) === url ? '' : ` by way of ${sourceOf(repository)}`;
  return failed(
    gitFailure(finished, {
      what: withoutUserinfo(`Cannot ${verb} ${url}${by}`),
      next: 'Check the URL, the network and the `mirrors` of the definition.',
      gitDir: repositoryDirectory(repository),
      signal,
    }),
  );
}

export interface HistoryRequest extends Omit<CachedRepository, 'mirrors' | 'pause'> {
  /** Full commit ids. */
  readonly from: string;
  readonly to: string;
  /** Only those that touch this file or folder. */
  readonly path?: string;
}

export interface HistoryCommit {
  readonly commit: string;
  readonly subject: string;
  readonly author: string;
  /** When it was committed, ISO 8601. */
  readonly date: string;
}

/** The commits that `to` has and `from` has not, newest first, as far as builds on this machine fetched them. */
export async function commitsBetween(request: HistoryRequest): Promise<Outcome<readonly HistoryCommit[]>> {
  const { from, to, path, signal } = request;
  const gitDir = repositoryDirectory(request);
  const paths = path === undefined ? [] : [`:(literal)${path}`];
  const range = ['--end-of-options', to, `^${from}`, '--', ...paths];
  const listed = await git(request, gitDir, [
    'log',
    '--no-show-signature',
    '--format=%H%x00%s%x00%an%x00%cI',
    ...range,
  ]);
  if (signal.aborted) return failed(interrupted);
  if (listed.exitCode !== 0) return failed(notKept(request));
  return ok(listed.stdout.split('\n').filter(Boolean).map(parseCommit));
}

function parseCommit(line: string): HistoryCommit {
  const [commit = '', subject = '', author = '', date = ''] = line.split('\0');
  return { commit, subject, author, date };
}

function notKept({ url, from, to }: HistoryRequest): Failure {
  return {
    kind: 'usage',
    what: `The commits from ${from} to ${to} of ${withoutUserinfo(url)} are not kept on this machine.`,
    next: 'Build both here, or clone the repository and see `git log` there.',
  };
}
