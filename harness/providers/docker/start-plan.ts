import { createHash } from 'node:crypto';
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
import { type EngineApi, isRootless } from './engine.ts';
import { hasStatus } from './engine-failure.ts';
import { waitUntilReady } from './readiness.ts';

/** What a container was made of, shortened: one whose service is planned otherwise has another. */
export const specificationLabel = 'gm1.specification';

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
  return startServices(api, plan, plan.services, options);
}

/** Makes and starts some of a plan's services; its networks and volumes are there. */
export async function startServices(
  api: EngineApi,
  plan: Plan,
  services: readonly Service[],
  options: StartOptions,
): Promise<Outcome<void>> {
  const creating = services.map((service) => createContainer(api, plan, service, options));
  const created = await settle(creating);
  if (options.signal.aborted) return failed(interrupted);
  return startInOrder(api, created, options);
}

/** The networks and volumes of a plan; those that are there already stay as they are. */
export async function createShared(api: EngineApi, plan: Plan, home: string): Promise<void> {
  const volumes = plan.volumes.map((volume) =>
    api.createVolume({ Name: partName(home, plan, volume), Labels: { ...partLabels(home, plan) } }),
  );
  const isReached = plan.services.some(({ ports }) => ports.length > 0);
  await settle<unknown>([
    ...volumes,
    unlessThere(api.createNetwork(networkOptions(home, plan))),
    ...(isReached ? [unlessThere(api.createNetwork(frontNetworkOptions(home, plan)))] : []),
  ]);
}

async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
}

/** The same for a plan that was kept in a file, whatever the order of its keys there. */
export function specificationOf(service: Service): string {
  return createHash('sha256').update(JSON.stringify(service, inOrder)).digest('hex').slice(0, 16);
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

export async function createContainer(
  api: EngineApi,
  plan: Plan,
  service: Service,
  { home }: Pick<StartOptions, 'home'>,
): Promise<Created> {
  const options = containerOptions(home, plan, service, await isRootless(api));
  const container = await api.createContainer({
    ...options,
    Labels: { ...options.Labels, [specificationLabel]: specificationOf(service) },
  });
  await Promise.all([
    putFiles(container, service.files),
    service.ports.length > 0 && connectInside(api, plan, service, container, home),
  ]);
  return { service, container };
}

function connectInside(
  api: EngineApi,
  plan: Plan,
  { name }: Service,
  { id }: EngineContainer,
  home: string,
): Promise<unknown> {
  return api.getNetwork(partName(home, plan, 'inside')).connect({
    Container: id,
    EndpointConfig: { Aliases: [name] },
  });
}

/** Starts containers; each waits until those of them are ready that its service comes after. */
export async function startInOrder(
  api: EngineApi,
  created: readonly Created[],
  { readySeconds, signal }: Pick<StartOptions, 'readySeconds' | 'signal'>,
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
export async function settle<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
