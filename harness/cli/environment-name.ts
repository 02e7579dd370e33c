import { type Outcome, ok } from '../core/failure.ts';
import type { Context } from './context.ts';

/** An environment on record needs no definition any more: a killed run's can be found by its id. */
export async function environmentName(context: Context, environment: string): Promise<Outcome<string>> {
  const recorded = await context.services.environments(environment);
  if (recorded.ok && recorded.value.length > 0) return ok(environment);
  const definition = await context.services.loadDefinition(environment);
  return definition.ok ? ok(definition.value.name) : definition;
}
