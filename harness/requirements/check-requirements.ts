import type { Machine } from './machine.ts';
import type { Requirement, RequirementResult } from './requirement.ts';
import { requirements } from './requirements.ts';

/** Detects all requirements at once, in well under a second, and changes nothing. */
export function checkRequirements(
  machine: Machine,
  wanted: readonly Requirement[] = requirements,
): Promise<readonly RequirementResult[]> {
  return Promise.all(wanted.map((requirement) => check(machine, requirement)));
}

async function check(machine: Machine, requirement: Requirement): Promise<RequirementResult> {
  const { name, neededFor, optional } = requirement;
  const detection = await requirement.detect(machine);
  const mend = detection.state === 'found' ? '' : detection.mend;
  return {
    requirement: { name, neededFor, optional },
    state: detection.state,
    detail: detection.detail,
    mend,
  };
}
