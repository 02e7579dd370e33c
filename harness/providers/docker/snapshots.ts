import { createHash } from 'node:crypto';
import type { FoundImage } from '../../environment/provider.ts';
import type { EngineContainer } from './container-exec.ts';
import { type EngineApi, ownerLabel } from './engine.ts';
import { hasStatus } from './engine-failure.ts';
import { labelChanges } from './label-changes.ts';

/** A hash of the layers below the one that a snapshot adds. What is changed later lies on more, or on others. */
const belowLabel = 'gm1.snapshot-of';

type Labels = Readonly<Record<string, string>>;
type Inspected = Awaited<ReturnType<ReturnType<EngineApi['getImage']>['inspect']>>;

/** Keeps a container's file system as an image and gives its digest. */
export async function commitSnapshot(
  api: EngineApi,
  container: EngineContainer,
  ref: string,
  labels: Labels,
): Promise<string> {
  const { Image: below } = await container.inspect();
  const layers = layersOf(await api.getImage(below).inspect());
  const colon = ref.lastIndexOf(':');
  const { Id } = await container.commit({
    repo: ref.slice(0, colon),
    tag: ref.slice(colon + 1),
    changes: labelChanges({ ...labels, [ownerLabel]: 'seed', [belowLabel]: hash(layers) }),
  });
  return Id;
}

/** Undefined when there is no such image. */
export async function findImage(api: EngineApi, ref: string): Promise<FoundImage | undefined> {
  try {
    const image = await api.getImage(ref).inspect();
    const labels = image.Config.Labels ?? {};
    const isSnapshot = labels[belowLabel] === hash(layersOf(image).slice(0, -1));
    return { digest: image.Id, labels, isSnapshot };
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

function layersOf({ RootFS }: Inspected): readonly string[] {
  return RootFS.Layers ?? [];
}

function hash(layers: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(layers)).digest('hex').slice(0, 16);
}
