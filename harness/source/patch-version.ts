import { basename, join } from 'node:path';
import { failed, interrupted, type Outcome, ok } from '../core/failure.ts';
import type { Command } from '../system/command.ts';
import { exists, moveUnlessThere } from '../system/files.ts';
import { listTree, sha256 } from '../system/list-tree.ts';
import { applyGit } from './apply-git.ts';
import type { FetchedVersion } from './fetched-tree.ts';
import { canonicalJson } from './manifest.ts';
import type { Patch } from './patch.ts';
import { alreadyApplied, doesNotApply, unknownCheckout } from './patch-failures.ts';
import {
  copyEntries,
  type PlacedEntries,
  placeEntries,
  replaceEntries,
  selectAround,
} from './placed-entries.ts';

export interface PatchVersionRequest {
  readonly version: FetchedVersion;
  readonly patches: readonly Patch[];
  /** Where patched files are kept, by what they are made of. */
  readonly kept: string;
  /** A folder on the same disk that is thrown away. */
  readonly work: string;
  readonly command: Command;
  readonly signal: AbortSignal;
}

/** Applies patches to copies of the files that they concern, which then stand for the version's own. */
export async function patchVersion(request: PatchVersionRequest): Promise<Outcome<FetchedVersion>> {
  const { version, patches, kept } = request;
  const placed = placeEntries(version);
  const lost = patches.find(({ checkout }) => !hasFiles(placed, checkout));
  if (lost) return failed(unknownCheckout(lost, version.version, foldersBeside(placed, lost.checkout)));
  const concerned = selectAround(
    placed,
    patches.flatMap(({ paths }) => paths),
  );
  const directory = join(kept, inputsHash(patches, concerned));
  if (!(await exists(directory))) {
    const made = await makePatched(request, concerned, directory);
    if (!made.ok) return made;
  }
  return ok(replaceEntries(version, concerned, { directory, entries: await listTree(directory) }));
}

/** Whole or not at all: what is kept is taken as it is by the next build. */
async function makePatched(
  { version, patches, work, command, signal }: PatchVersionRequest,
  concerned: PlacedEntries,
  directory: string,
): Promise<Outcome<void>> {
  const draft = join(work, basename(directory));
  await copyEntries(concerned, draft);
  for (const patch of patches) {
    const request = { directory: draft, patch, command, signal };
    const { exitCode, stderr } = await applyGit([], request);
    if (signal.aborted) return failed(interrupted);
    if (exitCode === 0) continue;
    const reverse = await applyGit(['--reverse', '--check'], request);
    return failed(
      reverse.exitCode === 0
        ? alreadyApplied(patch, version.version)
        : doesNotApply(patch, version.version, stderr),
    );
  }
  // The same inputs make the same files, so what another build put there meanwhile is as good.
  await moveUnlessThere(draft, directory);
  return ok(undefined);
}

function inputsHash(patches: readonly Patch[], concerned: PlacedEntries): string {
  const texts = patches.map(({ checkout, hash }) => [checkout, hash]);
  const files = [...concerned].map(([path, { entry }]) => ({ ...entry, path }));
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return sha256(canonicalJson([texts, files])).slice('sha256:'.length, 'sha256:'.length + 16);
}

function hasFiles(placed: PlacedEntries, checkout: string): boolean {
  return checkout === '' || [...placed.keys()].some((path) => path.startsWith(`${checkout}/`));
}

/** The folders beside a checkout that is not there, at most twenty; with its first letter if there are any. */
function foldersBeside(placed: PlacedEntries, checkout: string): readonly string[] {
  const parent = checkout.slice(0, checkout.lastIndexOf('/') + 1);
  const beside = [...placed]
    .filter(([path, { entry }]) => entry.kind === 'folder' && path.startsWith(parent))
    .map(([path]) => path)
    .filter((path) => !path.slice(parent.length).includes('/'));
  if (beside.length === 0 && parent) return foldersBeside(placed, '');
  const initial = checkout.slice(0, parent.length + 1).toLowerCase();
  const alike = beside.filter((path) => path.toLowerCase().startsWith(initial));
  return (alike.length > 0 ? alike : beside).slice(0, 20);
}
