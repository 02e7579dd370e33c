import { failed, interrupted, type Outcome, ok } from '../../core/failure.ts';
import type { Plan, Service } from '../../environment/provider.ts';
import type { EngineContainer } from './container-exec.ts';
import { putFiles } from './container-files.ts';
import {
  containerOptions,
  frontNetworkOptions,
  networkOptions,
  partLabels,
  partName,
} from './container-options.ts';
import type { EngineApi } from './engine.ts';
import { waitUntilReady } from './readiness.ts';

interface Created {
  readonly service: Service;
  readonly container: EngineContainer;
}

export interface StartOptions {
  readonly home: string;
  /** How long each service may take to become ready. */
  readonly readySeconds: number;
  readonly signal: AbortSignal;
}

/**
 * Creates and starts everything at once, except that a service waits for those that it comes after.
 * When it returns or throws nothing is still being made, so that what is there can be removed.
 */
export async function startPlan(api: EngineApi, plan: Plan, options: StartOptions): Promise<Outcome<void>> {
  await createShared(api, plan, options.home);
  const creating = plan.services.map((service) => createContainer(api, plan, service, options));
  const created = await settle(creating);
  if (options.signal.aborted) return failed(interrupted);
  return startInOrder(api, created, options);
}

async function createShared(api: EngineApi, plan: Plan, home: string): Promise<void> {
  const volumes = plan.volumes.map((volume) =>
    api.createVolume({ Name: partName(home, plan, volume), Labels: { ...partLabels(home, plan) } }),
  );
  const isReached = plan.services.some(({ ports }) => ports.length > 0);
  await settle<unknown>([
    ...volumes,
    api.createNetwork(networkOptions(home, plan)),
    ...(isReached ? [api.createNetwork(frontNetworkOptions(home, plan))] : []),
  ]);
}

async function createContainer(
  api: EngineApi,
  plan: Plan,
  service: Service,
  { home }: StartOptions,
): Promise<Created> {
  const container = await api.createContainer(containerOptions(home, plan, service));
  await putFiles(container, service.files);
  if (service.ports.length > 0) {
    await api.getNetwork(partName(home, plan, 'inside')).connect({
      Container: container.id,
      EndpointConfig: { Aliases: [service.name] },
    });
  }
  return { service, container };
}

async function startInOrder(
  api: EngineApi,
  created: readonly Created[],
  { readySeconds, signal }: StartOptions,
): Promise<Outcome<void>> {
  const firstFailure = new AbortController();
  const limits = { seconds: readySeconds, signal: AbortSignal.any([signal, firstFailure.signal]) };
  const starts = new Map<string, Promise<Outcome<void>>>();
  for (const { service, container } of created) {
    const start = Promise.resolve()
      .then(() => allReady(service.after.flatMap((name) => starts.get(name) ?? [])))
      .then((before) => (before.ok ? startContainer(api, container, service, limits) : before));
    starts.set(service.name, start);
    start.then(
      (outcome) => outcome.ok || firstFailure.abort(),
      () => firstFailure.abort(),
    );
  }
  return allReady(await settle([...starts.values()]));
}

async function startContainer(
  api: EngineApi,
  container: EngineContainer,
  service: Service,
  limits: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<Outcome<void>> {
  if (limits.signal.aborted) return failed(interrupted);
  await container.start();
  return waitUntilReady(api, container, service, limits);
}

/** Of several failures the cause, rather than the interruption of the others that it led to. */
async function allReady(starts: readonly (Promise<Outcome<void>> | Outcome<void>)[]): Promise<Outcome<void>> {
  const failures = (await Promise.all(starts)).filter((outcome) => !outcome.ok);
  return failures.find(({ failure }) => failure.kind !== 'interrupted') ?? failures[0] ?? ok(undefined);
}

/** Like Promise.all, but waits for all of them also when one fails. */
async function settle<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
