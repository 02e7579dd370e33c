import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import type { Command, Finished } from '../system/command.ts';
import { gitFailure } from './git-failure.ts';
import { withoutUserinfo } from './git-url.ts';
import { runGit } from './run-git.ts';

export interface RemoteQuestion {
  /** For sentences. */
  readonly url: string;
  /** The URL that is asked, which may be a mirror's. */
  readonly from: string;
  /** Branches, tags or other refs; the first one that exists counts. */
  readonly names: readonly string[];
  /** What is kept of the repository. */
  readonly gitDir: string;
  readonly command: Command;
  readonly signal: AbortSignal;
}

export interface RemoteRef {
  readonly name: string;
  /** `refs/heads/…` and the like. */
  readonly ref: string;
  readonly commit: string;
}

/** A server that sends less than this many bytes a second, for this many seconds, is given up. */
export const patience = ['-c', 'http.lowSpeedLimit=1000', '-c', 'http.lowSpeedTime=60'] as const;

/** What a repository calls by one of these names, a branch before a tag; a usage failure when it is nothing. */
export async function findRemoteRef(question: RemoteQuestion): Promise<Outcome<RemoteRef>> {
  const candidates = question.names.flatMap((name) => fullNames(name).map((ref) => ({ name, ref })));
  const answer = await listRefs(question, [
    ...candidates.map(({ ref }) => ref),
    ...candidates.map(({ ref }) => `${ref}^{}`),
  ]);
  if (!answer.ok) return answer;
  const found = candidates.find(({ ref }) => answer.value.has(ref));
  // The second of these is the commit that an annotated tag is of.
  const commit = found && (answer.value.get(`${found.ref}^{}`) ?? answer.value.get(found.ref));
  return found && commit ? ok({ ...found, commit }) : failed(await unknownRef(question));
}

function fullNames(name: string): readonly string[] {
  return name.startsWith('refs/')
    ? [name]
    : [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`, name];
}

/** Object ids by full name of ref. */
async function listRefs(
  question: RemoteQuestion,
  patterns: readonly string[],
): Promise<Outcome<ReadonlyMap<string, string>>> {
  const { command, from, signal } = question;
  const args = [...patience, 'ls-remote', '--quiet', '--', from, ...patterns];
  const listed = await runGit(command, args, { signal });
  if (listed.exitCode !== 0) return failed(unreachable(question, listed));
  const lines = listed.stdout.split('\n').filter(Boolean);
  return ok(new Map(lines.map((line) => line.split('\t')).map(([id = '', ref = '']) => [ref, id])));
}

function unreachable({ url, from, gitDir, signal }: RemoteQuestion, finished: Finished): Failure {
  const by = from === url ? '' : ` by way of ${from}`;
  return gitFailure(finished, {
    what: withoutUserinfo(`Cannot reach ${url}${by}`),
    next: 'Check the URL, the network and the `mirrors` of the definition.',
    gitDir,
    signal,
  });
}

async function unknownRef(question: RemoteQuestion): Promise<Failure> {
  const { url, names } = question;
  const all = await listRefs(question, ['refs/heads/*', 'refs/tags/*']);
  const close = all.ok ? closest(names[0] ?? '', [...all.value.keys()]) : [];
  return {
    kind: 'usage',
    what: `${withoutUserinfo(url)} has no branch, tag or other ref ${names.join(' nor ')}.`,
    next: close.length > 0 ? `It has ${close.join(', ')} for example.` : 'It has no branch at all.',
  };
}

/** At most three, those whose names begin most like the word. */
function closest(word: string, refs: readonly string[]): readonly string[] {
  const names = refs.map((ref) => ref.replace(/^refs\/[^/]+\//, '')).filter((name) => !name.endsWith('^{}'));
  return names.sort((a, b) => commonStart(word, b) - commonStart(word, a)).slice(0, 3);
}

function commonStart(one: string, other: string): number {
  const end = [...one].findIndex((letter, index) => letter !== other[index]);
  return end < 0 ? one.length : end;
}
