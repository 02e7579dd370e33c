import { existsSync } from 'node:fs';
import { homeLabel } from './container-options.ts';
import { type EngineApi, ownerLabel } from './engine.ts';
import type { Parts } from './removal.ts';

/** A build's container that was created but not started for so long is not about to be. Seconds. */
const patience = 600;

/**
 * What a killed process left: parts of this home's environments that are not to be kept, parts of homes
 * that are gone, and what builds left that does not run.
 */
export async function findOrphans(api: EngineApi, home: string, keep: readonly string[]): Promise<Parts> {
  const filters = { label: [ownerLabel] };
  const [containers, networks, volumes] = await Promise.all([
    api.listContainers({ all: true, filters }),
    api.listNetworks({ filters }),
    api.listVolumes({ filters }),
  ]);
  const abandoned = (labels: Labels) => isAbandoned(labels, home, keep);
  return {
    containers: containers
      .filter(({ Labels, State, Created }) =>
        Labels[homeLabel] === undefined ? isFinished(State, Created) : abandoned(Labels),
      )
      .map(({ Id }) => Id),
    networks: networks.filter(({ Labels }) => abandoned(Labels)).map(({ Id }) => Id),
    volumes: (volumes.Volumes ?? []).filter(({ Labels }) => abandoned(Labels)).map(({ Name }) => Name),
  };
}

type Labels = Readonly<Record<string, string>> | undefined;

function isAbandoned(labels: Labels, home: string, keep: readonly string[]): boolean {
  const [owner, environment] = [labels?.[homeLabel], labels?.[ownerLabel]];
  if (owner === undefined || environment === undefined) return false;
  return owner === home ? !keep.includes(environment) : !existsSync(owner);
}

function isFinished(state: string, created: number): boolean {
  if (state === 'created') return Date.now() / 1000 - created > patience;
  return state === 'exited' || state === 'dead';
}
