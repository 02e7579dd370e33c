import { setTimeout as delay } from 'node:timers/promises';
import { failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type { Service } from '../../environment/provider.ts';
import { type EngineContainer, execute, lastLines } from './container-exec.ts';
import type { EngineApi } from './engine.ts';
import { hasStatus } from './engine-failure.ts';

const pollMilliseconds = 50;

/** Waits until the service's own check passes; fails as soon as it has ended, or after `seconds`. */
export async function waitUntilReady(
  api: EngineApi,
  container: EngineContainer,
  service: Service,
  { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<Outcome<void>> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    if (signal.aborted) return failed(interrupted);
    const complaint = await check(api, container, service.ready);
    if (complaint === undefined) return ok(undefined);
    const end = await endOf(container);
    if (end) return failed(notReady(service, `it ended (${end})`, await lastWords(container)));
    if (performance.now() > deadline) {
      const words = [complaint, await lastWords(container)].filter(Boolean).join(' | ');
      return failed(notReady(service, `its check still fails after ${seconds} s`, words));
    }
    await delay(pollMilliseconds);
  }
}

/** What the check said when it failed; undefined when it passed. */
async function check(
  api: EngineApi,
  container: EngineContainer,
  command: readonly string[],
): Promise<string | undefined> {
  try {
    const { exitCode, stdout, stderr } = await execute(api, container, command);
    return exitCode === 0 ? undefined : `${stdout}${stderr}`.trim();
  } catch (error) {
    if (hasStatus(error, 409) || hasStatus(error, 500)) return '';
    throw error;
  }
}

/** Why a container does not run any more; undefined while it runs. */
export async function endOf(container: EngineContainer): Promise<string | undefined> {
  const { State: state } = await container.inspect();
  if (state.Running) return undefined;
  if (state.OOMKilled) return 'out of memory';
  return state.Error || `exit code ${state.ExitCode}`;
}

async function lastWords(container: EngineContainer): Promise<string> {
  return (await lastLines(container, 10)).join(' | ');
}

function notReady(service: Service, reason: string, words: string) {
  return {
    kind: 'infrastructure' as const,
    what: `The service ${service.name} did not become ready: ${reason}.`,
    why: words ? `Its last lines: ${words}` : 'It wrote nothing.',
    next: `See what is wrong with its image, ${service.image}.`,
  };
}
