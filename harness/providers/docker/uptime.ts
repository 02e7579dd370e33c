import type { ServiceUptime } from '../../environment/provider.ts';
import type { EngineContainer } from './container-exec.ts';
import { hasStatus } from './engine-failure.ts';

/** Since when a container runs; undefined when it does not. */
export async function uptimeOf(container: EngineContainer): Promise<ServiceUptime | undefined> {
  try {
    const { State: state } = await container.inspect();
    if (!state.Running) return undefined;
    return { startedAt: state.StartedAt, restarted: !state.FinishedAt.startsWith('0001-') };
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}
