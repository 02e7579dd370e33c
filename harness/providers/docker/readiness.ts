import { setTimeout as delay } from 'node:timers/promises';
import { type Failure, failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type { Service } from '../../environment/provider.ts';
import { type EngineContainer, execute, lastLines } from './container-exec.ts';
import type { EngineApi } from './engine.ts';
import { engineFailure, hasStatus, tellsOfFullDisk } from './engine-failure.ts';

const pollMilliseconds = 40;

/** The check is asked again and again inside: each command that the engine starts costs a tenth of a second. */
const untilItPasses = 'until "$@" >/dev/null 2>&1; do sleep 0.03; done';

/** Waits until the service's own check passes; fails as soon as it has ended, or after `seconds`. */
export async function waitUntilReady(
  api: EngineApi,
  container: EngineContainer,
  service: Service,
  { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<Outcome<void>> {
  const deadline = performance.now() + seconds * 1000;
  for (let state: Check = { is: 'over' }; ; await delay(pollMilliseconds)) {
    if (signal.aborted) return failed(interrupted);
    if (state.is === 'over') state = await begin(container, service, seconds);
    state = await look(state);
    if (state.is === 'passed') return ok(undefined);
    // Of a check whose container has ended the engine may say for long that it still runs.
    const end = await endOf(container);
    if (end) return failed(hasEnded(service, end, await lastLines(container, 200)));
    if (performance.now() > deadline) {
      const words = [await complaint(api, container, service), await lastWords(container)];
      return failed(
        notReady(service, `its check still fails after ${seconds} s`, words.filter(Boolean).join(' | ')),
      );
    }
  }
}

type Exec = Awaited<ReturnType<EngineContainer['exec']>>;
type Check = { readonly is: 'asked'; readonly exec: Exec } | { readonly is: 'passed' | 'over' };

async function begin(container: EngineContainer, { ready, user }: Service, seconds: number): Promise<Check> {
  try {
    // When nobody waits any more, the check ends by itself.
    const Cmd = ['timeout', `${seconds + 5}`, 'sh', '-c', untilItPasses, 'sh', ...ready];
    const exec = await container.exec({ Cmd, ...(user !== undefined && { User: user }) });
    await exec.start({ Detach: true });
    return { is: 'asked', exec };
  } catch (error) {
    return overUnlessSerious(error);
  }
}

async function look(state: Check): Promise<Check> {
  if (state.is !== 'asked') return state;
  try {
    const { Running, ExitCode } = await state.exec.inspect();
    if (Running) return state;
    return { is: ExitCode === 0 ? 'passed' : 'over' };
  } catch (error) {
    return overUnlessSerious(error);
  }
}

/** What the runtime says when a container ends at the moment in which a command is to begin in it. */
const endedMeanwhile = /exec failed.*(?:namespace path|no such process|not running|stopped container|setns)/s;

/** The engine refuses so while a container starts and once it has ended. */
function overUnlessSerious(error: unknown): Check {
  if (endedMeanwhile.test(String(error))) return { is: 'over' };
  if (hasStatus(error, 404) || hasStatus(error, 409) || hasStatus(error, 500)) return { is: 'over' };
  throw error;
}

/** What the check says when it fails. */
async function complaint(api: EngineApi, container: EngineContainer, { ready }: Service): Promise<string> {
  try {
    const { stdout, stderr } = await execute(api, container, ready);
    return `${stdout}${stderr}`.trim();
  } catch {
    return '';
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
  return inWords(await lastLines(container, 10));
}

function inWords(lines: readonly string[]): string {
  return lines.slice(-10).join(' | ');
}

function hasEnded(service: Service, end: string, lines: readonly string[]): Failure {
  const cause = lines.find(tellsOfFullDisk);
  if (cause === undefined) return notReady(service, `it ended (${end})`, inWords(lines));
  return engineFailure(`The service ${service.name} could not start.`, new Error(cause));
}

function notReady(service: Service, reason: string, words: string) {
  return {
    kind: 'infrastructure' as const,
    what: `The service ${service.name} did not become ready: ${reason}.`,
    why: words ? `Its last lines: ${words}` : 'It wrote nothing.',
    next: `See what is wrong with its image, ${service.image}.`,
  };
}
