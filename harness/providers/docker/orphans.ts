import { existsSync } from 'node:fs';
import type { SweptOrphans } from '../../environment/provider.ts';
import { homeLabel } from './container-options.ts';
import { type EngineApi, ownerLabel } from './engine.ts';
import { type Parts, removeImage, removeParts } from './removal.ts';

/** What was made so long ago and is not in use is not about to be used by a build that goes on. Seconds. */
const patience = 600;

export interface Orphans extends Parts {
  readonly environments: readonly string[];
  readonly images: readonly string[];
}

type RemovedOrphans = Omit<SweptOrphans, 'commands'>;

/**
 * What a killed process left: parts of this home's environments that are not to be kept, parts of homes
 * that are gone, builds' containers that do not run, and images whose name a newer one took over.
 */
export async function findOrphans(api: EngineApi, home: string, keep: readonly string[]): Promise<Orphans> {
  const filters = { label: [ownerLabel] };
  const [containers, networks, volumes, images] = await Promise.all([
    api.listContainers({ all: true, filters }),
    api.listNetworks({ filters }),
    api.listVolumes({ filters }),
    api.listImages({ filters: { label: [ownerLabel], dangling: ['true'] } }),
  ]);
  const abandoned = ({ Labels }: Labelled) => isAbandoned(Labels, home, keep);
  const lost = {
    containers: containers.filter((each) =>
      homeLabel in each.Labels ? abandoned(each) : isFinished(each.State, each.Created),
    ),
    networks: networks.filter(abandoned),
    volumes: (volumes.Volumes ?? []).filter(abandoned),
  };
  return {
    containers: lost.containers.map(({ Id }) => Id),
    networks: lost.networks.map(({ Id }) => Id),
    volumes: lost.volumes.map(({ Name }) => Name),
    images: images.filter(({ Created }) => isOld(Created)).map(({ Id }) => Id),
    environments: environmentsOf(Object.values(lost).flat()),
  };
}

export async function removeOrphans(api: EngineApi, orphans: Orphans): Promise<RemovedOrphans> {
  const swept = await removeParts(api, orphans);
  const images = await Promise.all(orphans.images.map((id) => removeImage(api, id)));
  return { ...swept, environments: orphans.environments, images: images.filter(Boolean).length };
}

export function countOrphans({
  containers,
  networks,
  volumes,
  images,
  environments,
}: Orphans): RemovedOrphans {
  return {
    containers: containers.length,
    networks: networks.length,
    volumes: volumes.length,
    images: images.length,
    environments,
  };
}

interface Labelled {
  readonly Labels?: Readonly<Record<string, string>> | undefined;
}

function isAbandoned(labels: Labelled['Labels'], home: string, keep: readonly string[]): boolean {
  const [owner, environment] = [labels?.[homeLabel], labels?.[ownerLabel]];
  if (owner === undefined || environment === undefined) return false;
  return owner === home ? !keep.includes(environment) : !existsSync(owner);
}

function isFinished(state: string, created: number): boolean {
  return state === 'exited' || state === 'dead' || (state === 'created' && isOld(created));
}

function isOld(created: number): boolean {
  return Date.now() / 1000 - created > patience;
}

function environmentsOf(parts: readonly Labelled[]): readonly string[] {
  const owned = parts.filter(({ Labels }) => Labels?.[homeLabel]);
  return [...new Set(owned.flatMap(({ Labels }) => Labels?.[ownerLabel] ?? []))].sort();
}
