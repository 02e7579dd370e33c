import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PatchDefinition, SourceDefinition } from '../core/definition.ts';
import { type Outcome, ok } from '../core/failure.ts';
import type { Checkout } from '../core/manifest.ts';
import type { Command } from '../system/command.ts';
import { checkoutHolding } from './checkout-holding.ts';
import type { FetchedTree, FetchedVersion } from './fetched-tree.ts';
import type { Patch } from './patch.ts';
import { patchVersion } from './patch-version.ts';
import { readPatch } from './read-patch.ts';

export interface PatchRequest {
  readonly fetched: FetchedTree;
  readonly source: SourceDefinition;
  readonly patches: readonly PatchDefinition[];
  /** `Home.cache`. */
  readonly cache: string;
  readonly command: Command;
  readonly signal: AbortSignal;
}

/**
 * The tree with patches applied to each of its versions, in order. The patched files become a part of their own, kept
 * by what it is made of; the folders that the code was fetched to stay as they are.
 */
export async function applyPatches(request: PatchRequest): Promise<Outcome<FetchedTree>> {
  const { fetched, cache } = request;
  const kept = join(cache, 'patched');
  const work = join(kept, `${process.pid}.${crypto.randomUUID().slice(0, 8)}.part`);
  await mkdir(work, { recursive: true });
  try {
    const patches = await readPatches(request, work);
    if (!patches.ok) return patches;
    const versions: FetchedVersion[] = [];
    for (const version of fetched.versions) {
      const patched = await patchVersion({ ...request, version, patches: patches.value, kept, work });
      if (!patched.ok) return patched;
      versions.push(patched.value);
    }
    return ok({ ...fetched, versions, checkouts: recordPatches(fetched, patches.value) });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function readPatches(request: PatchRequest, work: string): Promise<Outcome<readonly Patch[]>> {
  const patches: Patch[] = [];
  for (const [index, definition] of request.patches.entries()) {
    const patch = await readPatch({
      ...request,
      definition,
      position: `${index + 1} of ${request.patches.length}`,
      file: join(work, `${index + 1}.patch`),
    });
    if (!patch.ok) return patch;
    patches.push(patch.value);
  }
  return ok(patches);
}

function recordPatches({ versions, checkouts }: FetchedTree, patches: readonly Patch[]): readonly Checkout[] {
  const targets = versions.flatMap(({ version }) =>
    patches.map((patch) => ({ patch, target: checkoutHolding(checkouts, version, patch.checkout) })),
  );
  return checkouts.map((checkout) => {
    const own = targets.filter(({ target }) => target === checkout);
    if (own.length === 0) return checkout;
    const added = own.map(({ patch: { name, hash } }) => ({ name, hash }));
    return { ...checkout, patches: [...(checkout.patches ?? []), ...added] };
  });
}
