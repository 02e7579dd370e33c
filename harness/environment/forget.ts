import { failed, type Outcome, ok } from '../core/failure.ts';
import type { Plan } from './provider.ts';
import type { Surroundings } from './surroundings.ts';

/** Lets the edge forget what load.php answered: styles of other code would be shown for minutes. */
export function forgetLoads(around: Pick<Surroundings, 'provider'>, plan: Plan): Promise<Outcome<void>> {
  return forget(around, plan, 'edge', 'find /var/cache/gm1-edge/load -type f -delete');
}

/** Runs a script in a service of the plan that makes it forget something; a plan without the service has nothing to forget. */
export async function forget(
  { provider }: Pick<Surroundings, 'provider'>,
  { environment, track, services }: Plan,
  service: string,
  script: string,
): Promise<Outcome<void>> {
  if (!services.some(({ name }) => name === service)) return ok(undefined);
  const run = await provider.execute({ environment, track, service }, ['sh', '-c', script]);
  if (!run.ok) return run;
  if (run.value.exitCode === 0) return ok(undefined);
  return failed({
    kind: 'infrastructure',
    what: `What ${service} of ${environment} (${track}) has kept could not be removed.`,
    why: `It said: ${run.value.stderr.trim()}`,
    next: 'See `gm1 status` for what still runs.',
  });
}
