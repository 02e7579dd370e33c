import type { EnvironmentRecord } from '../core/environment-record.ts';
import { type Outcome, ok } from '../core/failure.ts';
import { healthChecks } from './health-checks.ts';
import { type Look, lookInto } from './look-into.ts';
import type { FoundService, Provider, ServiceUptime } from './provider.ts';
import { type ServiceName, serviceNames } from './services.ts';

/** What is known of a service that runs. */
export interface Vitals extends Partial<ServiceUptime> {
  /** Bytes that it cannot do without. */
  readonly memory?: number;
}

/** How a service of a track that should be up is. */
export type ServiceStatus = { readonly name: ServiceName } & (
  | ({ readonly state: 'running' } & Vitals)
  /** It runs, and its health check fails; with what that said. */
  | ({ readonly state: 'unhealthy'; readonly detail: string } & Vitals)
  | { readonly state: 'stopped'; readonly detail?: string }
  | { readonly state: 'missing' }
);

/**
 * All services of a track, in the order in which a request meets them last; each that runs is asked by its health check,
 * all at once. One that does not answer within so many seconds is unhealthy.
 */
export async function readServiceStatus(
  provider: Provider,
  { name: environment, track }: Pick<EnvironmentRecord, 'name' | 'track'>,
  seconds: number,
): Promise<Outcome<readonly ServiceStatus[]>> {
  const listed = await provider.list();
  if (!listed.ok) return listed;
  const found = new Map(
    listed.value
      .filter((each) => each.environment === environment && each.track === track)
      .map((each) => [each.service, each]),
  );
  const statuses = await Promise.all(serviceNames.map((name) => statusOf(provider, found, name, seconds)));
  return ok(statuses.map((status) => withoutHearsay(status, statuses)));
}

type Found = ReadonlyMap<string, FoundService>;

async function statusOf(
  provider: Provider,
  found: Found,
  name: ServiceName,
  seconds: number,
): Promise<ServiceStatus> {
  const service = found.get(name);
  if (!service) return { name, state: 'missing' };
  if (service.state === 'stopped')
    return { name, state: 'stopped', ...(service.detail !== undefined && { detail: service.detail }) };
  const [uptime, look] = await Promise.all([
    provider.uptime(service),
    askService(provider, found, service, name, seconds),
  ]);
  const vitals = {
    ...(uptime.ok && uptime.value),
    ...(look.memory !== undefined && { memory: look.memory }),
  };
  if (look.complaint === undefined) return { name, state: 'running', ...vitals };
  return { name, state: 'unhealthy', detail: look.complaint, ...vitals };
}

/** The memory of the service, and what its check says where that is run. */
async function askService(
  provider: Provider,
  found: Found,
  service: FoundService,
  name: ServiceName,
  seconds: number,
): Promise<Look> {
  const { runIn, command } = healthChecks[name];
  if (runIn === name) return lookInto(provider, service, command, seconds);
  const other = found.get(runIn);
  const [own, asked] = await Promise.all([
    lookInto(provider, service, ['true'], seconds),
    other?.state === 'running' ? lookInto(provider, other, command, seconds) : {},
  ]);
  return { ...asked, memory: own.memory };
}

/** What is asked through a service that is unhealthy itself does not count. */
function withoutHearsay(status: ServiceStatus, all: readonly ServiceStatus[]): ServiceStatus {
  const { runIn } = healthChecks[status.name];
  if (status.state !== 'unhealthy' || runIn === status.name) return status;
  if (all.find(({ name }) => name === runIn)?.state === 'running') return status;
  const { detail: _, ...rest } = status;
  return { ...rest, state: 'running' };
}
