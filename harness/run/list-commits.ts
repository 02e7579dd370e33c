import type { BuildRecord } from '../core/build-record.ts';
import type { Comparison } from '../core/comparison.ts';
import type { Checkout } from '../core/manifest.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { RepositoryCommits } from '../core/suspect.ts';
import { isCommit } from '../image/build-differences.ts';
import { mapInOrder } from '../system/map-in-order.ts';
import type { BuildHistory } from './find-suspects.ts';

/** Nobody reads more of one repository in a report. */
const mostCommits = 200;

/**
 * Adds to a comparison the commits that next has and train has not, as far as builds on this machine fetched them; it
 * stays as it is when they fetched none.
 */
export async function addCommits(
  comparison: Comparison,
  { builds: { train, next } }: RunRecord,
  history: BuildHistory,
  signal: AbortSignal,
): Promise<Comparison> {
  if (!train || !next) return comparison;
  const lists = await mapInOrder(movedCheckouts(train, next), 2, (moved) =>
    listCommits(moved, history, signal),
  );
  const commits = lists.flat();
  return commits.length > 0 ? { ...comparison, commits } : comparison;
}

interface MovedCheckout {
  readonly from: Checkout;
  readonly to: Checkout;
}

function movedCheckouts(train: BuildRecord, next: BuildRecord): readonly MovedCheckout[] {
  const before = new Map(newestCheckouts(train).map((checkout) => [placeOf(checkout), checkout]));
  return newestCheckouts(next).flatMap((to) => {
    const from = before.get(placeOf(to));
    return from && from.commit_ref !== to.commit_ref ? [{ from, to }] : [];
  });
}

/** Without those of other versions in the same image. */
function newestCheckouts({ manifest: { version, checkouts } }: BuildRecord): readonly Checkout[] {
  return checkouts.filter(({ path }) => !path.startsWith('php-') || `${path}/`.startsWith(`php-${version}/`));
}

/** The same for a repository on both tracks, whatever the version's folder is called. */
function placeOf({ repo, path }: Checkout): string {
  return `${repo} ${path.replace(/^php-[^/]+/, '')}`;
}

async function listCommits(
  { from, to }: MovedCheckout,
  history: BuildHistory,
  signal: AbortSignal,
): Promise<readonly RepositoryCommits[]> {
  const url = to.url ?? from.url;
  if (!url || !isCommit(from) || !isCommit(to)) return [];
  const range = { from: from.commit_ref, to: to.commit_ref };
  const listed = await history.commitsBetween({ url, ...range, signal });
  if (!listed.ok) return [];
  const { length: total } = listed.value;
  return [{ repo: to.repo, ...range, total, commits: listed.value.slice(0, mostCommits) }];
}
