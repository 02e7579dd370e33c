import { failureSentence } from '../core/failure.ts';
import { checkRequirements } from './check-requirements.ts';
import type { Machine } from './machine.ts';
import type { Requirement, RequirementResult } from './requirement.ts';
import { requirements } from './requirements.ts';

/**
 * Installs what is not found and can be installed here, one after the other, optional ones too. `say` is told what and
 * why before each, and of each failure. Gives what is found afterwards.
 */
export async function installMissing(
  machine: Machine,
  results: readonly RequirementResult[],
  say: (line: string) => void,
  wanted: readonly Requirement[] = requirements,
): Promise<readonly RequirementResult[]> {
  const lacking = wanted.filter((requirement) => !isFound(results, requirement));
  if (lacking.length === 0) return results;
  for (const requirement of lacking) await install(machine, requirement, say);
  return checkRequirements(machine, wanted);
}

function isFound(results: readonly RequirementResult[], { name }: Requirement): boolean {
  return results.some(({ requirement, state }) => requirement.name === name && state === 'found');
}

/** Looks again first: another set-up may just have done it. */
async function install(machine: Machine, requirement: Requirement, say: (line: string) => void) {
  const detection = await requirement.detect(machine);
  const installation = detection.state !== 'found' && requirement.install?.(machine, detection);
  if (!installation) return;
  say(`Installing ${installation.what}: needed for ${requirement.neededFor}.`);
  const outcome = await installation.run();
  if (!outcome.ok) say(failureSentence(outcome.failure));
}
