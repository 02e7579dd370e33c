import type { FoundImage } from '../../image/builder.ts';
import { mapInOrder } from '../../system/map-in-order.ts';
import { homeLabel } from './container-options.ts';
import { type EngineApi, ownerLabel } from './engine.ts';
import { hasStatus } from './engine-failure.ts';

/** Every image with gm1's label that has a name. */
export async function listImages(api: EngineApi): Promise<readonly FoundImage[]> {
  const [images, containers] = await Promise.all([
    api.listImages({ filters: { label: [ownerLabel] } }),
    api.listContainers({ all: true }),
  ]);
  const users = Map.groupBy(containers, ({ ImageID }) => ImageID);
  const found = await mapInOrder(images, 4, async ({ Id }) => {
    const names = new Set(users.get(Id)?.map(userName));
    return readImage(api, Id, [...names].sort());
  });
  return found.flat();
}

/** A container inherits its image's labels, so only the home's says that `gm1` is its own. */
function userName({ Id, Labels }: { Id: string; Labels: Readonly<Record<string, string>> }): string {
  return (homeLabel in Labels && Labels[ownerLabel]) || Id.slice(0, 12);
}

/** Without a name, or when it was removed meanwhile: none. */
async function readImage(
  api: EngineApi,
  id: string,
  usedBy: readonly string[],
): Promise<readonly FoundImage[]> {
  try {
    const { RepoTags, Size, RootFS, Config, ...inspected } = await api.getImage(id).inspect();
    if (!RepoTags?.length) return [];
    return [
      {
        refs: RepoTags,
        digest: id,
        bytes: Size,
        created: newestTime(inspected),
        layers: RootFS.Layers ?? [],
        labels: Config.Labels ?? {},
        usedBy,
      },
    ];
  } catch (error) {
    if (hasStatus(error, 404)) return [];
    throw error;
  }
}

/** A loaded image says that it is as old as its parent; Docker knows when it got its name. */
function newestTime({ Created, Metadata }: { Created: string; Metadata?: { LastTagTime?: string } }): string {
  return (
    [Created, Metadata?.LastTagTime ?? '']
      .flatMap((time) => (Number.isNaN(Date.parse(time)) ? [] : [new Date(time).toISOString()]))
      .sort()
      .at(-1) ?? new Date(0).toISOString()
  );
}
