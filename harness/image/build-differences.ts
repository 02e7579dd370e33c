import type { AppliedPatch } from '../core/manifest.ts';
import type { BuildSide, CheckoutSide } from './build-side.ts';
import { compareTrees } from './tree-changes.ts';

/** What differs between two builds, repository by repository; those that are the same are left out. */
export interface BuildDifferences {
  readonly common: readonly RepositoryDifference[];
  readonly versions: readonly {
    readonly from: string;
    readonly to: string;
    readonly repositories: readonly RepositoryDifference[];
  }[];
}

export interface RepositoryDifference {
  readonly repo: string;
  /** Absent where only the other build has the repository. */
  readonly from?: CheckoutState;
  readonly to?: CheckoutState;
  readonly patches: { readonly added: readonly AppliedPatch[]; readonly gone: readonly AppliedPatch[] };
  /** When both lists of files are known and commits do not say it better. */
  readonly files?: FileDifferences;
}

type CheckoutState = Pick<CheckoutSide, 'branch' | 'commit_ref' | 'url' | 'dirty'>;

export interface FileDifferences {
  /** At most twenty paths of all three together, relative to the checkout. */
  readonly changed: readonly string[];
  readonly added: readonly string[];
  /** A folder stands for all that was in it. */
  readonly removed: readonly string[];
  /** Those that are not listed. */
  readonly more: number;
}

/** Compares each version that both builds have, or, when there is none, the newest with the newest. */
export function compareBuilds(from: BuildSide, to: BuildSide): BuildDifferences {
  return {
    common: compareCheckouts(from.common, to.common),
    versions: pairVersions(from, to).map(([earlier, later]) => ({
      from: earlier.version,
      to: later.version,
      repositories: compareCheckouts(earlier.checkouts, later.checkouts),
    })),
  };
}

function pairVersions(from: BuildSide, to: BuildSide) {
  const both = from.versions.flatMap((earlier) => {
    const later = to.versions.find(({ version }) => version === earlier.version);
    return later ? [[earlier, later] as const] : [];
  });
  const [earlier, later] = [from.versions.at(-1), to.versions.at(-1)];
  return both.length === 0 && earlier && later ? [[earlier, later] as const] : both;
}

function compareCheckouts(
  from: readonly CheckoutSide[],
  to: readonly CheckoutSide[],
): readonly RepositoryDifference[] {
  const [earlier, later] = [byRepository(from), byRepository(to)];
  const repositories = [...new Set([...later.keys(), ...earlier.keys()])];
  return repositories.flatMap((repo) => compareRepository(repo, earlier.get(repo), later.get(repo)) ?? []);
}

/** A repository that is checked out in several places counts each time. */
function byRepository(checkouts: readonly CheckoutSide[]): ReadonlyMap<string, CheckoutSide> {
  const groups = [...Map.groupBy(checkouts, ({ repo }) => repo)];
  return new Map(
    groups.flatMap(([repo, group]) =>
      group.map((checkout, index) => [index === 0 ? repo : `${repo} (${index + 1})`, checkout] as const),
    ),
  );
}

function compareRepository(
  repo: string,
  from: CheckoutSide | undefined,
  to: CheckoutSide | undefined,
): RepositoryDifference | undefined {
  const patches = {
    added: patchesWithout(to?.patches, from?.patches),
    gone: patchesWithout(from?.patches, to?.patches),
  };
  if (from && to && isSame(from, to)) return undefined;
  const files = from && to && compareFiles(from, to);
  return {
    repo,
    ...(from && { from: stateOf(from) }),
    ...(to && { to: stateOf(to) }),
    patches,
    ...(files && { files }),
  };
}

function isSame(from: CheckoutSide, to: CheckoutSide): boolean {
  const hashes = ({ patches = [] }: CheckoutSide) => patches.map(({ hash }) => hash).join();
  return (
    from.commit_ref === to.commit_ref &&
    (from.dirty ?? 0) === (to.dirty ?? 0) &&
    (!from.content || !to.content || from.content === to.content) &&
    hashes(from) === hashes(to)
  );
}

function patchesWithout(patches: readonly AppliedPatch[] = [], others: readonly AppliedPatch[] = []) {
  return patches.filter(({ hash }) => !others.some((other) => other.hash === hash));
}

function stateOf({ branch, commit_ref, url, dirty }: CheckoutSide): CheckoutState {
  return { commit_ref, ...(branch && { branch }), ...(url && { url }), ...(dirty && { dirty }) };
}

const listed = 20;

function compareFiles(from: CheckoutSide, to: CheckoutSide): FileDifferences | undefined {
  const byCommits = isCommit(from) && isCommit(to) && from.commit_ref !== to.commit_ref;
  if (!from.files || !to.files || byCommits) return undefined;
  const known = new Set(from.files.map(({ path }) => path));
  const changes = compareTrees(from.files, to.files);
  const touched = changes.changed.filter(({ kind }) => kind !== 'folder').map(({ path }) => path);
  const added = touched.filter((path) => !known.has(path));
  const changed = touched.filter((path) => known.has(path));
  return shorten({ changed, added, removed: changes.removed });
}

function shorten({ changed, added, removed }: Omit<FileDifferences, 'more'>): FileDifferences {
  const shown = {
    changed: changed.slice(0, listed),
    added: added.slice(0, Math.max(0, listed - changed.length)),
    removed: removed.slice(0, Math.max(0, listed - changed.length - added.length)),
  };
  const all = changed.length + added.length + removed.length;
  return { ...shown, more: Math.max(0, all - listed) };
}

/** Whether history says what is between this checkout and another one. */
export function isCommit({ commit_ref }: Pick<CheckoutSide, 'commit_ref'>): boolean {
  return /^[0-9a-f]{40}$/.test(commit_ref);
}
