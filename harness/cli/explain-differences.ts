import { type Outcome, ok } from '../core/failure.ts';
import { compareBuilds, isCommit, type RepositoryDifference } from '../image/build-differences.ts';
import type { HistoryCommit } from '../source/object-cache.ts';
import { mapInOrder } from '../system/map-in-order.ts';
import type { Context } from './context.ts';
import { findSide, type NamedSide } from './diff-side.ts';

/** What `gm1 diff` says: the differences with the commits, the suspects of a regression. */
export interface ExplainedDifferences {
  readonly from: { readonly name: string; readonly build?: string };
  readonly to: { readonly name: string; readonly build?: string };
  readonly common: readonly ExplainedDifference[];
  readonly versions: readonly {
    readonly from: string;
    readonly to: string;
    readonly repositories: readonly ExplainedDifference[];
  }[];
}

export interface ExplainedDifference extends RepositoryDifference {
  /** Absent when they are not kept on this machine; newest first. */
  readonly commits?: {
    readonly added: readonly HistoryCommit[];
    readonly gone: readonly HistoryCommit[];
  };
}

/** Finds both sides, compares them and looks up the commits between. */
export async function explainDifferences(
  context: Context,
  askedFrom: string,
  askedTo: string,
  environment: string | undefined,
): Promise<Outcome<ExplainedDifferences>> {
  const from = await findSide(context, askedFrom, environment);
  if (!from.ok) return from;
  const to = await findSide(context, askedTo, environment);
  if (!to.ok) return to;
  return ok(await explainSides(context, from.value, to.value));
}

/** The same of two sides that were found. */
export async function explainSides(
  context: Context,
  { side: earlier, ...fromName }: NamedSide,
  { side: later, ...toName }: NamedSide,
): Promise<ExplainedDifferences> {
  const { common, versions } = compareBuilds(earlier, later);
  return {
    from: fromName,
    to: toName,
    common,
    versions: await mapInOrder(versions, 1, async ({ repositories, ...pair }) => ({
      ...pair,
      repositories: await mapInOrder(repositories, 2, (one) => addCommits(context, one)),
    })),
  };
}

async function addCommits(
  { services, signal }: Context,
  difference: RepositoryDifference,
): Promise<ExplainedDifference> {
  const { from, to } = difference;
  const url = to?.url ?? from?.url;
  if (!from || !to || !url || !isCommit(from) || !isCommit(to) || from.commit_ref === to.commit_ref)
    return difference;
  const [earlier, later] = [from.commit_ref, to.commit_ref];
  const added = await services.commitsBetween({ url, from: earlier, to: later, signal });
  const gone = await services.commitsBetween({ url, from: later, to: earlier, signal });
  if (!added.ok || !gone.ok) return difference;
  return { ...difference, commits: { added: added.value, gone: gone.value } };
}
