import { join } from 'node:path';
import { z } from 'zod';
import { failureSentence } from '../core/failure.ts';
import type { Checkout } from '../core/manifest.ts';
import type { Command } from '../system/command.ts';
import { readIfPresent, writeWhole } from '../system/files.ts';
import { sha256 } from '../system/list-tree.ts';
import { mapInOrder } from '../system/map-in-order.ts';
import { parseJson } from '../system/parse-json.ts';
import { type CheckoutState, checkoutStateSchema, readCheckoutState } from './checkout-state.ts';
import { stampGit } from './checkout-state-stamp.ts';
import { type DirectoryListing, keyOf } from './directory-entries.ts';
import type { MediaWikiTree } from './directory-trees.ts';
import { isRemote } from './git-info.ts';
import { repositoryName } from './git-url.ts';

export interface CheckoutsRequest {
  readonly tree: MediaWikiTree;
  readonly listing: DirectoryListing;
  /** `Home.cache`. */
  readonly cache: string;
  readonly command: Command;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
}

interface Part {
  /** Relative to MediaWiki's root. */
  readonly path: string;
  /** Of what lies in it and in no checkout below it. */
  readonly content: string;
  readonly state?: CheckoutState;
}

const gitAtOnce = 4;

const memorySchema = z.record(z.string(), z.object({ key: z.string(), state: checkoutStateSchema }));
type Memory = z.infer<typeof memorySchema>;

/**
 * The checkouts that a MediaWiki's folder is made of, core first, and the diff of those that differ from their commits.
 * What is not in git is known by its content. Git is asked again only where a checkout's HEAD, index or content is
 * another than the last time.
 */
export async function readCheckouts(
  request: CheckoutsRequest,
): Promise<{ readonly checkouts: readonly Checkout[]; readonly diff: string }> {
  const { tree, listing, cache } = request;
  const file = join(cache, 'checkouts', keyOf(tree.directory));
  const known = memorySchema.safeParse(parseJson((await readIfPresent(file)) ?? '')).data ?? {};
  const now: Memory = {};
  const contents = Object.entries(listing.contents).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = await mapInOrder(contents, gitAtOnce, async ([path, content]): Promise<Part> => {
    if (!listing.checkouts.includes(path)) return { path, content };
    const key = sha256(JSON.stringify([stampGit(join(tree.directory, path)), content]));
    const last = known[path];
    const state = last?.key === key ? last.state : await askGit(request, path);
    if (!state) return { path, content };
    now[path] = { key, state };
    return { path, content, state };
  });
  if (JSON.stringify(now) !== JSON.stringify(known)) await writeWhole(file, JSON.stringify(now));
  return {
    checkouts: parts.map((part) => toCheckout(`php-${tree.version}`, part)),
    diff: parts.map(({ state }) => state?.diff ?? '').join(''),
  };
}

async function askGit(request: CheckoutsRequest, path: string): Promise<CheckoutState | undefined> {
  const directory = join(request.tree.directory, path);
  const state = await readCheckoutState({ ...request, directory, path });
  if (state.ok) return state.value;
  request.onNotice(failureSentence(state.failure));
  return undefined;
}

function toCheckout(target: string, { path, content, state }: Part): Checkout {
  const place = { repo: repositoryOf(path, state?.url), path: path ? `${target}/${path}` : target };
  if (!state) return { ...place, commit_ref: content };
  const { commit, branch, committed, url, dirty } = state;
  return {
    ...place,
    ...(branch && { branch }),
    ...(commit ? { commit_ref: commit, content } : { commit_ref: content }),
    ...(url && { url }),
    ...(committed !== undefined && { committed }),
    ...(dirty > 0 && { dirty }),
  };
}

/** By where it was cloned from; when that is a path of this machine, by where it lies. */
function repositoryOf(path: string, url?: string): string {
  return url && isRemote(url) ? repositoryName(url) : `mediawiki/${path || 'core'}`;
}
