import type { Swept } from '../../environment/provider.ts';
import type { EngineApi } from './engine.ts';
import { hasStatus } from './engine-failure.ts';

export interface Parts {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** The ids of everything that carries all of these labels (`name` or `name=value`). */
export async function findParts(api: EngineApi, labels: readonly string[]): Promise<Parts> {
  const filters = { label: [...labels] };
  const [containers, networks, volumes] = await Promise.all([
    api.listContainers({ all: true, filters }),
    api.listNetworks({ filters }),
    api.listVolumes({ filters }),
  ]);
  return {
    containers: containers.map(({ Id }) => Id),
    networks: networks.map(({ Id }) => Id),
    volumes: (volumes.Volumes ?? []).map(({ Name }) => Name),
  };
}

export function joinParts(found: readonly Parts[]): Parts {
  return {
    containers: found.flatMap(({ containers }) => containers),
    networks: found.flatMap(({ networks }) => networks),
    volumes: found.flatMap(({ volumes }) => volumes),
  };
}

/** Kills and removes; what is gone already is fine. A network that is still in use stays and is not counted. */
export async function removeParts(api: EngineApi, parts: Parts): Promise<Swept> {
  await Promise.all(parts.containers.map((id) => removeContainer(api, id)));
  const [networks] = await Promise.all([
    Promise.all(parts.networks.map((id) => removeNetwork(api, id))),
    ...parts.volumes.map((name) => unlessGone(api.getVolume(name).remove())),
  ]);
  return {
    containers: parts.containers.length,
    networks: networks.filter(Boolean).length,
    volumes: parts.volumes.length,
  };
}

/** False when somebody uses it, of which the engine may be sure although nobody does: its mistake must not stop the rest. */
async function removeNetwork(api: EngineApi, id: string): Promise<boolean> {
  try {
    await unlessGone(api.getNetwork(id).remove());
    return true;
  } catch (error) {
    if (hasStatus(error, 403) || hasStatus(error, 409)) return false;
    throw error;
  }
}

/** Removes an image, or just this name of it. False when something still needs it or it is gone. */
export async function removeImage(api: EngineApi, ref: string): Promise<boolean> {
  try {
    await api.getImage(ref).remove();
    return true;
  } catch (error) {
    if (hasStatus(error, 404) || hasStatus(error, 409)) return false;
    throw error;
  }
}

/** Kills and removes a container. When another process is removing it already, waits until it has. */
export async function removeContainer(api: EngineApi, idOrName: string): Promise<void> {
  const container = api.getContainer(idOrName);
  try {
    await unlessGone(container.remove({ force: true, v: true }));
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
    await unlessGone(container.wait({ condition: 'removed' }));
  }
}

async function unlessGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
  }
}
