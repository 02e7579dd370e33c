import { setTimeout as delay } from 'node:timers/promises';
import type { OrphanedCommand } from '../../environment/provider.ts';
import { isSurelyGone } from '../../system/process-identity.ts';
import { grace, listMarked, type MarkedCommand, ownerOf, signalMarked } from './attached-commands.ts';
import type { EngineContainer } from './container-exec.ts';
import { homeLabel, serviceLabel, serviceOf } from './container-options.ts';
import { type EngineApi, ownerLabel } from './engine.ts';
import { hasStatus } from './engine-failure.ts';

const pollMilliseconds = 100;

/** What is left in one container of commands whose owner is gone. */
interface Leftover {
  readonly container: EngineContainer;
  readonly marks: readonly string[];
  readonly commands: readonly OrphanedCommand[];
}

/** Looks into every running container of these environments of a home. */
export async function findOrphanedCommands(
  api: EngineApi,
  home: string,
  environments: readonly string[],
): Promise<readonly Leftover[]> {
  const filters = { label: [`${homeLabel}=${home}`, serviceLabel], status: ['running'] };
  const running = (await api.listContainers({ filters })).filter(({ Labels }) =>
    environments.includes(Labels[ownerLabel] ?? ''),
  );
  const found = await Promise.all(running.map((listed) => lookInto(api, listed)));
  return found.filter(({ marks }) => marks.length > 0);
}

/** Asks them to end, and makes them. */
export async function endOrphanedCommands(api: EngineApi, found: readonly Leftover[]): Promise<void> {
  await Promise.all(found.map((leftover) => unlessEnded(endCommands(api, leftover), undefined)));
}

export function commandsOf(found: readonly Leftover[]): readonly OrphanedCommand[] {
  return found.flatMap(({ commands }) => commands);
}

type Listed = Awaited<ReturnType<EngineApi['listContainers']>>[number];

async function lookInto(api: EngineApi, { Id, Labels }: Listed): Promise<Leftover> {
  const [container, service] = [api.getContainer(Id), serviceOf(Labels)];
  const orphans = service ? await unlessEnded(listOrphans(api, container), []) : [];
  return {
    container,
    marks: orphans.map(({ mark }) => mark),
    commands: service ? orphans.map(({ words }) => ({ ...service, command: words })) : [],
  };
}

async function listOrphans(api: EngineApi, container: EngineContainer): Promise<readonly MarkedCommand[]> {
  const isOrphan = async ({ mark }: MarkedCommand) => {
    const owner = ownerOf(mark);
    return owner !== undefined && (await isSurelyGone(owner));
  };
  const marked = await listMarked(api, container);
  const verdicts = await Promise.all(marked.map(isOrphan));
  return marked.filter((_, index) => verdicts[index]);
}

async function endCommands(api: EngineApi, { container, marks }: Leftover): Promise<void> {
  await signalMarked(api, container, marks, 'TERM');
  for (const deadline = performance.now() + grace; performance.now() < deadline; ) {
    const left = await listMarked(api, container);
    if (!left.some(({ mark }) => marks.includes(mark))) return;
    await delay(pollMilliseconds);
  }
  await signalMarked(api, container, marks, 'KILL');
}

/** A container may end, and its commands with it, while it is looked into; the engine has several ways to say so. */
async function unlessEnded<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (hasStatus(error, 404) || hasStatus(error, 409) || hasStatus(error, 500)) return otherwise;
    throw error;
  }
}
