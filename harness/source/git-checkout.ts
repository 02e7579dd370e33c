import { type Failure, failed, failureSentence, type Outcome, ok } from '../core/failure.ts';
import type { CommitAt } from './git-objects.ts';
import { withoutUserinfo } from './git-url.ts';
import { type CachedRepository, fetchRef, isCommitId } from './object-cache.ts';
import { type CommitContent, readCommit } from './read-commit.ts';
import { listSubmodules } from './submodules.ts';

/** A checkout that a tree is to have. */
export interface PlannedCheckout {
  readonly kind: 'core' | 'checkout' | 'submodule';
  /** Relative to MediaWiki's root, empty for core. */
  readonly path: string;
  /** Absent for a submodule that its repository's `.gitmodules` does not name. */
  readonly url?: string;
  /** What to fetch; of a submodule the commit. */
  readonly ref: string;
  readonly fallback?: string;
  /** The branch of `.gitmodules`. */
  readonly branch?: string;
}

/** A checkout whose commit is in the object cache. */
export interface CachedCheckout extends CommitAt, CommitContent {
  readonly planned: PlannedCheckout;
  /** The branch or tag that it is the commit of; absent for a commit that was asked for by its id. */
  readonly branch?: string;
}

export type CheckoutSurroundings = Omit<CachedRepository, 'url'> & {
  readonly onNotice: (text: string) => void;
};

/** Fetches the commit of a checkout, or says which of a tree's checkouts cannot be had and why. */
export async function cacheCheckout(
  planned: PlannedCheckout,
  { onNotice, ...around }: CheckoutSurroundings,
): Promise<Outcome<CachedCheckout>> {
  if (planned.url === undefined) return failed(unnamed(planned));
  const fetched = await fetchRef({ ...around, ...planned, url: planned.url });
  if (!fetched.ok) return failed(cannotBeHad(planned, fetched.failure));
  const { gitDir, commit, ref } = fetched.value;
  const url = withoutUserinfo(planned.url);
  if (ref !== planned.ref) onNotice(`${url} has no ${planned.ref}; using ${ref}.`);
  const branch = planned.branch ?? (isCommitId(ref) ? undefined : ref);
  const at = { url, gitDir, commit, command: around.command, signal: around.signal };
  const content = await readCommit(at);
  return content.ok ? ok({ ...at, ...content.value, planned, ...(branch && { branch }) }) : content;
}

/** The submodules directly in a checkout. */
export async function planSubmodules(checkout: CachedCheckout): Promise<Outcome<readonly PlannedCheckout[]>> {
  const { planned, listed, branch } = checkout;
  // Relative URLs keep the way in that the URL around them has.
  const submodules = await listSubmodules({ ...checkout, url: planned.url ?? '' }, listed, branch);
  if (!submodules.ok) return submodules;
  const prefix = planned.path && `${planned.path}/`;
  return ok(
    submodules.value.map(({ path, commit, origin }) => ({
      kind: 'submodule',
      path: `${prefix}${path}`,
      ref: commit,
      ...origin,
    })),
  );
}

/** A checkout for sentences. */
export function checkoutName({ kind, url = '' }: PlannedCheckout): string {
  return kind === 'core' ? `core (${withoutUserinfo(url)})` : `the ${kind} ${withoutUserinfo(url)}`;
}

function unnamed({ path, ref }: PlannedCheckout): Failure {
  return {
    kind: 'usage',
    what: `The submodule ${path} at ${ref} cannot be had: the .gitmodules around it does not name it.`,
    next: optionalHint,
  };
}

const optionalHint = 'Mend that, or list the path under `optional` of the definition.';

function cannotBeHad({ kind, path, url = '', ref }: PlannedCheckout, failure: Failure): Failure {
  if (failure.kind === 'interrupted' || kind === 'core') return failure;
  return {
    kind: failure.kind,
    what: `The ${kind} ${path} cannot be had (${withoutUserinfo(url)} at ${ref}).`,
    why: failureSentence(failure),
    next: `Or list ${path} under \`optional\` of the definition.`,
  };
}
