import { type Failure, failed, type Outcome, ok } from '../core/failure.ts';
import { type CommitAt, type GitEntry, readObjects } from './git-objects.ts';
import { resolveUrl } from './git-url.ts';

/** A submodule as a commit of the repository around it has it. */
export interface Submodule {
  /** Relative to the repository around it. */
  readonly path: string;
  readonly commit: string;
  /** What `.gitmodules` says; absent when it does not name the path. */
  readonly origin?: { readonly url: string; readonly branch?: string };
}

/** The submodules directly in a commit; `listed` is all that it has, and `branch` the one that it is of. */
export async function listSubmodules(
  at: CommitAt,
  listed: readonly GitEntry[],
  branch: string | undefined,
): Promise<Outcome<readonly Submodule[]>> {
  const links = listed.filter(({ kind }) => kind === 'submodule');
  if (links.length === 0) return ok([]);
  const origins = await readOrigins(at, listed, branch);
  if (!origins.ok) return origins;
  return ok(
    links.map(({ path, id: commit }) => {
      const origin = origins.value.get(path);
      return { path, commit, ...(origin && { origin }) };
    }),
  );
}

/** By path. */
async function readOrigins(
  at: CommitAt,
  listed: readonly GitEntry[],
  branch: string | undefined,
): Promise<Outcome<ReadonlyMap<string, NonNullable<Submodule['origin']>>>> {
  if (!listed.some(({ path }) => path === '.gitmodules')) return ok(new Map());
  const read = await readObjects(at, ['config', '--blob', `${at.commit}:.gitmodules`, '-z', '--list']);
  if (!read.ok) return isMalformed(read.failure) ? failed(malformed(at, read.failure)) : read;
  const sections = [...parseSections(read.value).values()];
  return ok(
    new Map(
      sections.flatMap(({ path, url, branch: named }) => {
        if (path === undefined || url === undefined) return [];
        // A dot stands for the branch of the repository around it (gitmodules(5)).
        const own = named === '.' ? branch : named;
        return [[path.replace(/\/+$/, ''), { url: resolveUrl(at.url, url), ...(own && { branch: own }) }]];
      }),
    ),
  );
}

/** `submodule.<name>.<key>\n<value>\0…`, to key and value by name. */
function parseSections(text: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const sections = new Map<string, Record<string, string>>();
  for (const line of text.split('\0')) {
    const [, name, key, value] = /^submodule\.([^\n]+)\.([^.\n]+)\n(.*)$/s.exec(line) ?? [];
    if (name === undefined || key === undefined || value === undefined) continue;
    sections.set(name, { ...sections.get(name), [key]: value });
  }
  return sections;
}

function isMalformed({ why = '' }: Failure): boolean {
  return why.includes('bad config line');
}

function malformed({ url, commit }: CommitAt, { why = '' }: Failure): Failure {
  return {
    kind: 'usage',
    what: `The .gitmodules of ${url} at ${commit} cannot be read.`,
    why,
    next: 'Mend it, or take a commit where it is whole.',
  };
}
