import type { GitSource } from '../core/definition.ts';
import { failed, failureSentence, type Outcome, ok } from '../core/failure.ts';
import type { Checkout } from '../core/manifest.ts';
import type { TreePart } from '../core/tree.ts';
import type { Command } from '../system/command.ts';
import { mapInOrder } from '../system/map-in-order.ts';
import { versionDefinedIn } from './directory-layout.ts';
import type { FetchedTree } from './fetched-tree.ts';
import {
  type CachedCheckout,
  cacheCheckout,
  checkoutName,
  type PlannedCheckout,
  planSubmodules,
} from './git-checkout.ts';
import { checkPlaces } from './git-claims.ts';
import { readObjects } from './git-objects.ts';
import { keepGitTree } from './git-tree.ts';
import { repositoryName } from './git-url.ts';
import { versionOfBranch } from './git-version.ts';
import { missingVendor } from './missing-vendor.ts';

export interface GitRequest {
  readonly source: GitSource;
  /** `Home.cache`. */
  readonly cache: string;
  readonly command: Command;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
}

/** Connections at a time; servers of many repositories count them. */
const atOnce = 4;

/**
 * Core and what belongs to it, from git: the checkouts beside it and all submodules, those of submodules and of
 * checkouts included; core's own when the source says so. Objects and files are kept, so that the next time only what
 * is new is fetched and written. Each checkout is one part of the tree, byte for byte as its commit has it.
 */
export async function fetchGit(request: GitRequest): Promise<Outcome<FetchedTree>> {
  const cached = await cacheLevels(request, planned(request.source));
  if (!cached.ok) return cached;
  const version = await checkMediaWiki(cached.value);
  if (!version.ok) return version;
  const laidOut = await mapUntilFailed(cached.value, (checkout) => layOut(checkout, version.value));
  if (!laidOut.ok) return laidOut;
  const parts = laidOut.value.map(({ part }) => part);
  return ok({
    versions: [{ version: version.value, parts }],
    checkouts: laidOut.value.map(({ checkout }) => checkout),
  });
}

function planned({ core, checkouts, fallback }: GitSource): readonly PlannedCheckout[] {
  const plan = (kind: PlannedCheckout['kind'], path: string, { url, branch }: GitSource['core']) => ({
    kind,
    path,
    url,
    ref: branch,
    fallback,
  });
  return [plan('core', '', core), ...checkouts.map((each) => plan('checkout', each.path, each))];
}

/** Core first, the rest sorted by path. Submodules are known when what is around them is there. */
async function cacheLevels(
  request: GitRequest,
  level: readonly PlannedCheckout[],
): Promise<Outcome<readonly CachedCheckout[]>> {
  const { source } = request;
  const all: CachedCheckout[] = [];
  for (let next = level; next.length > 0; ) {
    const cached = await mapUntilFailed(next, (each) => cacheUnlessOptional(request, each));
    if (!cached.ok) return cached;
    const present = cached.value.filter((each) => each !== undefined);
    all.push(...present);
    const open = present.filter(({ planned: { kind } }) => kind !== 'core' || source.submodules);
    const submodules = await mapUntilFailed(open, planSubmodules);
    if (!submodules.ok) return submodules;
    next = submodules.value.flat();
  }
  return ok(all.sort((a, b) => (a.planned.path < b.planned.path ? -1 : 1)));
}

async function cacheUnlessOptional(
  request: GitRequest,
  each: PlannedCheckout,
): Promise<Outcome<CachedCheckout | undefined>> {
  const { source, onNotice } = request;
  const cached = await cacheCheckout(each, { ...request, mirrors: source.mirrors });
  if (cached.ok || cached.failure.kind === 'interrupted') return cached;
  if (!source.optional.includes(each.path)) return cached;
  onNotice(`Leaving out ${each.path}, which is optional. ${failureSentence(cached.failure)}`);
  return ok(undefined);
}

/** Nothing new is begun after a failure. */
async function mapUntilFailed<T, R>(
  values: readonly T[],
  map: (value: T) => Promise<Outcome<R>>,
): Promise<Outcome<readonly R[]>> {
  let first: Extract<Outcome<R>, { ok: false }> | undefined;
  const results = await mapInOrder(values, atOnce, async (value) => {
    const result = first ?? (await map(value));
    if (!result.ok) first ??= result;
    return result;
  });
  return first ?? ok(results.flatMap((result) => (result.ok ? [result.value] : [])));
}

/** The version of the tree, when it is one of MediaWiki that can start and no two checkouts are in each other's way. */
async function checkMediaWiki(all: readonly CachedCheckout[]): Promise<Outcome<string>> {
  const core = all[0];
  if (!core) throw new Error('Core is not optional.');
  const claims = all.map(({ planned, listed }) => ({
    path: planned.path,
    name: checkoutName(planned),
    files: listed.filter(({ kind }) => kind !== 'submodule').map(({ path }) => path),
  }));
  const clear = checkPlaces(claims);
  if (!clear.ok) return clear;
  const defined = await readVersion(core);
  if (!defined.ok) return defined;
  const vendor = claims.some(({ path, files }) =>
    files.some((file) => (path ? `${path}/${file}` : file) === 'vendor/autoload.php'),
  );
  const next = 'Add `vendor` to the definition, or take a branch that has it as a submodule.';
  return vendor
    ? ok(versionOfBranch(core.branch ?? '', defined.value))
    : failed(missingVendor(coreName(core), next));
}

async function readVersion(core: CachedCheckout): Promise<Outcome<string>> {
  const path = 'includes/Defines.php';
  const present = core.listed.some((entry) => entry.path === path);
  const read = present ? await readObjects(core, ['cat-file', 'blob', `${core.commit}:${path}`]) : ok('');
  if (!read.ok) return read;
  const version = versionDefinedIn(read.value);
  if (version) return ok(version);
  return failed({
    kind: 'usage',
    what: `${coreName(core)} is not MediaWiki: it has no ${path} with MW_VERSION.`,
    next: 'Set `core` and `branch` of the definition to a repository and branch that have it.',
  });
}

function coreName({ url, branch, commit }: CachedCheckout): string {
  return `${url} at ${branch ? `${branch} (${commit})` : commit}`;
}

async function layOut(
  checkout: CachedCheckout,
  version: string,
): Promise<Outcome<{ readonly part: TreePart; readonly checkout: Checkout }>> {
  const { planned, url, commit, branch, committed } = checkout;
  const tree = await keepGitTree(checkout, checkout);
  if (!tree.ok) return tree;
  const path = planned.path ? `php-${version}/${planned.path}` : `php-${version}`;
  return ok({
    part: { ...tree.value, target: path },
    checkout: {
      repo: repositoryName(url),
      path,
      ...(branch && { branch }),
      commit_ref: commit,
      url,
      committed,
    },
  });
}
