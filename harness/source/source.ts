import { configOf, type Definition, type SourceDefinition } from '../core/definition.ts';
import { type Outcome, ok } from '../core/failure.ts';
import type { Manifest, StagedTree } from '../core/manifest.ts';
import type { Track } from '../core/track.ts';
import type { TreePart } from '../core/tree.ts';
import { unreachable } from '../core/unreachable.ts';
import type { Command } from '../system/command.ts';
import type { FindEntries } from '../system/find-entries.ts';
import type { Http } from '../system/http.ts';
import type { ImageStore } from '../system/image-store.ts';
import type { Sandbox } from '../system/sandbox.ts';
import { fetchDebian } from './debian.ts';
import { fetchDirectory } from './directory.ts';
import type { FetchedTree } from './fetched-tree.ts';
import { fetchGit } from './git.ts';
import { gitInfoPart } from './git-info.ts';
import { fetchImage } from './image.ts';
import { applyPatches } from './patches.ts';
import { checkStaged, stageTree } from './stage.ts';
import type { VersionChoice } from './versions.ts';

export interface SourceRequest {
  readonly definition: Definition;
  readonly track: Track;
  readonly projectRoot: string;
  /** `Home.cache`. */
  readonly cache: string;
  readonly versions?: VersionChoice;
  readonly sandbox: Sandbox;
  readonly images: ImageStore;
  readonly http: Http;
  readonly find: FindEntries;
  readonly command: Command;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
}

/** Where the code of one track comes from, in two steps that are timed one by one. */
export interface Source {
  /** `base` is the ref of a bare Debian to work in. */
  fetch(base: string): Promise<Outcome<FetchedTree>>;
  stage(fetched: FetchedTree): Promise<Outcome<StagedTree>>;
  /** Whether an image can be made of it; nobody needs to ask of what made one. */
  check(staged: StagedTree): Outcome<void>;
  /** What Special:Version shows of the checkouts, as a part of the staging directory. */
  gitInfo(manifest: Manifest): Promise<TreePart | undefined>;
}

export function sourceOf(request: SourceRequest): Source {
  return {
    fetch: (base) => fetchAndPatch(request, base),
    stage: (fetched) => stage(request, fetched),
    check: checkStaged,
    gitInfo: (manifest) => gitInfo(request, manifest),
  };
}

async function stage(request: SourceRequest, fetched: FetchedTree): Promise<Outcome<StagedTree>> {
  const config = configOf(request.definition, request.track);
  const staged = await stageTree({ ...request, config, fetched });
  const { adopted } = fetched;
  return staged.ok && adopted ? ok({ ...staged.value, adopted }) : staged;
}

/** An image that was built elsewhere has what its builder wrote. */
async function gitInfo(
  { definition, track, cache }: SourceRequest,
  manifest: Manifest,
): Promise<TreePart | undefined> {
  return definition.tracks[track].kind === 'image' ? undefined : gitInfoPart(manifest, cache);
}

async function fetchAndPatch(request: SourceRequest, base: string): Promise<Outcome<FetchedTree>> {
  const source = request.definition.tracks[request.track];
  const fetched = await fetchSource(request, source, base);
  if (!fetched.ok || !source.patches?.length) return fetched;
  return applyPatches({ ...request, fetched: fetched.value, source, patches: source.patches });
}

async function fetchSource(
  request: SourceRequest,
  source: SourceDefinition,
  base: string,
): Promise<Outcome<FetchedTree>> {
  switch (source.kind) {
    case 'debian':
      return fetchDebian({ ...request, suite: source.suite, base });
    case 'directory':
      return fetchDirectory({ ...request, path: source.path });
    case 'git':
      return fetchGit({ ...request, source });
    case 'image':
      return fetchImage({ ...request, ref: source.ref });
    default:
      return unreachable(source);
  }
}
