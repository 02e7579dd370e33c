import type { EnvironmentRecord } from '../core/environment-record.ts';
import { type Outcome, ok } from '../core/failure.ts';
import type { Context } from './context.ts';

/** The names of a track's services, running or not. */
export async function servicesOf(
  context: Context,
  { name, track }: EnvironmentRecord,
): Promise<Outcome<readonly string[]>> {
  const provider = await context.services.provider();
  if (!provider.ok) return provider;
  const services = await provider.value.list();
  if (!services.ok) return services;
  const own = services.value.filter((each) => each.environment === name && each.track === track);
  return ok(own.map(({ service }) => service));
}
