import { type Failure, failed, failureSentence, type Outcome } from '../../core/failure.ts';
import type { Plan, Service } from '../../environment/provider.ts';
import type { EngineContainer } from './container-exec.ts';
import { partName } from './container-options.ts';
import type { EngineApi } from './engine.ts';
import { engineFailure, hasStatus } from './engine-failure.ts';
import { removeContainer } from './removal.ts';
import {
  createContainer,
  createShared,
  type StartOptions,
  settle,
  specificationLabel,
  specificationOf,
  startInOrder,
  startServices,
} from './start-plan.ts';

/** Ends the names of containers that wait, stopped, to be needed again. */
const asideSuffix = '-before';

/** How long a service may take to end by itself. Seconds. */
const grace = 3;

/** Whether a listed container was put aside, so that it is no part of the environment as it is. */
export function isAside({ Names }: { readonly Names: readonly string[] }): boolean {
  return Names.some((name) => name.endsWith(asideSuffix));
}

/** See `Provider.replace`. */
export async function replaceServices<T>(
  api: EngineApi,
  plan: Plan,
  names: readonly string[],
  prove: () => Promise<Outcome<T>>,
  options: StartOptions,
): Promise<Outcome<T>> {
  const { home, signal } = options;
  const asFailure = (error: unknown) =>
    failed(
      engineFailure(
        `${names.join(', ')} of ${plan.environment} (${plan.track}) could not be replaced.`,
        error,
        signal,
      ),
    );
  const services = plan.services.filter(({ name }) => names.includes(name));
  let areAside = false;
  const begin = async (): Promise<Outcome<T>> => {
    await settle(services.map((service) => putAside(api, partName(home, plan, service.name))));
    areAside = true;
    const started = await startServices(api, plan, services, options);
    return started.ok ? prove() : started;
  };
  const remove = (suffix = '') =>
    settle(services.map(({ name }) => removeContainer(api, partName(home, plan, name) + suffix)));
  const outcome = await begin().catch(asFailure);
  if (outcome.ok) {
    await remove(asideSuffix);
    return outcome;
  }
  try {
    if (areAside) await remove();
    await restore(api, plan, services, home);
    return outcome;
  } catch (error) {
    return failed(notRestored(outcome.failure, asFailure(error).failure));
  }
}

/** See `Provider.resume`. */
export async function resumeServices(
  api: EngineApi,
  plan: Plan,
  hung: readonly string[],
  options: StartOptions,
): Promise<Outcome<void>> {
  await createShared(api, plan, options.home);
  await settle(
    plan.services.map(({ name }) =>
      endUnlessWell(api, partName(options.home, plan, name), hung.includes(name)),
    ),
  );
  const found = await settle(plan.services.map((service) => asPlanned(api, plan, service, options)));
  return startInOrder(api, found.flat(), options);
}

/** A container that is paused does nothing, although it runs. */
async function endUnlessWell(api: EngineApi, name: string, isHung: boolean): Promise<void> {
  const found = await inspect(api, name);
  if (!found?.running || !(isHung || found.paused)) return;
  const container = api.getContainer(found.id);
  if (found.paused) await container.unpause();
  await stop(container);
}

/** The container of a service that has to be started; none when it runs as planned. */
async function asPlanned(api: EngineApi, plan: Plan, service: Service, options: StartOptions) {
  const name = partName(options.home, plan, service.name);
  const wanted = specificationOf(service);
  const [found, aside] = await Promise.all([inspect(api, name), inspect(api, name + asideSuffix)]);
  if (found?.isUnfit) await removeContainer(api, found.id);
  const current = found?.isUnfit ? undefined : found;
  if (current && current.specification === wanted) {
    if (aside) await removeContainer(api, name + asideSuffix);
    return current.running ? [] : [{ service, container: api.getContainer(name) }];
  }
  if (current) await removeContainer(api, name);
  if (aside?.specification === wanted) {
    await api.getContainer(name + asideSuffix).rename({ name });
    return [{ service, container: api.getContainer(name) }];
  }
  if (aside) await removeContainer(api, name + asideSuffix);
  return [await createContainer(api, plan, service, options)];
}

async function inspect(api: EngineApi, name: string) {
  try {
    const { Id, State, Config } = await api.getContainer(name).inspect();
    const { Running: running, Paused: paused, Dead, Status } = State;
    // An engine that ended while it removed a container keeps it, and starts it no more. One that was made and never
    // started may lack its files: what made it may have ended before it put them in.
    const isUnfit = Dead || Status === 'removing' || Status === 'created';
    return { id: Id, running, paused, isUnfit, specification: Config.Labels[specificationLabel] };
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

async function putAside(api: EngineApi, name: string): Promise<void> {
  const found = await inspect(api, name);
  if (!found) return;
  const container = api.getContainer(found.id);
  await container.rename({ name: name + asideSuffix });
  await stop(container);
}

async function stop(container: EngineContainer): Promise<void> {
  try {
    await container.stop({ t: grace });
  } catch (error) {
    if (!hasStatus(error, 304)) throw error;
  }
}

/** Lets what was put aside run again, even when the work was interrupted. It was ready before. */
async function restore(
  api: EngineApi,
  plan: Plan,
  services: readonly Service[],
  home: string,
): Promise<void> {
  await settle(
    services.map(async (service) => {
      const name = partName(home, plan, service.name);
      const aside = await inspect(api, name + asideSuffix);
      if (!aside) return;
      const container = api.getContainer(aside.id);
      await container.rename({ name });
      if (!aside.running) await container.start();
    }),
  );
}

function notRestored(cause: Failure, restoring: Failure): Failure {
  return {
    ...cause,
    what: `${cause.what} What ran before could not be started again.`,
    why: [cause.why, `Of that: ${failureSentence(restoring)}`].filter(Boolean).join(' '),
  };
}
