import type { ServiceHealth } from '../../environment/provider.ts';
import type { EngineContainer } from './container-exec.ts';
import { hasStatus } from './engine-failure.ts';

/** How a container fares, counted once and without waiting; undefined when it does not run. */
export async function containerHealth(container: EngineContainer): Promise<ServiceHealth | undefined> {
  try {
    const { State: state } = await container.inspect();
    if (!state.Running) return undefined;
    const stats = await container.stats({ stream: false, 'one-shot': true });
    return {
      startedAt: state.StartedAt,
      restarted: !state.FinishedAt.startsWith('0001-'),
      memory: workingSet(stats.memory_stats),
    };
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

/** What is in use without the pages of files that the kernel gives back when it needs them (control groups v2, v1). */
function workingSet({ usage = 0, stats = {} }: { usage?: number; stats?: Record<string, number> }): number {
  return usage - (stats.inactive_file ?? stats.total_inactive_file ?? 0);
}
