import type { EnvironmentRecord } from '../core/environment-record.ts';
import { type Outcome, ok } from '../core/failure.ts';
import type { FoundService, Provider, ServiceHealth } from './provider.ts';
import { serviceNames } from './services.ts';

/** How a service of a track that should be up is. */
export type ServiceStatus = { readonly name: string } & (
  | ({ readonly state: 'running' } & Partial<ServiceHealth>)
  | { readonly state: 'stopped'; readonly detail?: string }
  | { readonly state: 'missing' }
);

/** All services of a track, in the order in which a request meets them last. */
export async function readServiceStatus(
  provider: Provider,
  { name: environment, track }: Pick<EnvironmentRecord, 'name' | 'track'>,
): Promise<Outcome<readonly ServiceStatus[]>> {
  const found = await provider.list();
  if (!found.ok) return found;
  const own = found.value.filter((each) => each.environment === environment && each.track === track);
  return ok(
    await Promise.all(
      serviceNames.map((name) =>
        statusOf(
          provider,
          name,
          own.find(({ service }) => service === name),
        ),
      ),
    ),
  );
}

async function statusOf(
  provider: Provider,
  name: string,
  found: FoundService | undefined,
): Promise<ServiceStatus> {
  if (!found) return { name, state: 'missing' };
  if (found.state === 'stopped')
    return { name, state: 'stopped', ...(found.detail !== undefined && { detail: found.detail }) };
  const health = await provider.health(found);
  return { name, state: 'running', ...(health.ok && health.value) };
}
