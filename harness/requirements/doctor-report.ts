import type { RequirementResult, RequirementState } from './requirement.ts';

const marks: Readonly<Record<RequirementState, string>> = {
  found: 'ok',
  missing: 'missing',
  unusable: 'unusable',
};

/** The table of `gm1 doctor`: each requirement, what was found, and under it what to do when it is not well. */
export function doctorReport(results: readonly RequirementResult[]): string {
  const width = Math.max(0, ...results.map(({ requirement }) => requirement.name.length));
  const lines = results.flatMap((result) => rows(result, width));
  return [...lines, '', conclusion(results)].join('\n');
}

function rows({ requirement, state, detail, mend }: RequirementResult, width: number): readonly string[] {
  const mark = requirement.optional && state !== 'found' ? 'optional' : marks[state];
  const indent = ' '.repeat(width + 12);
  const line = `${mark.padEnd(8)}  ${requirement.name.padEnd(width)}  ${detail}`;
  if (state === 'found') return [line];
  return [line, `${indent}needed for ${requirement.neededFor}`, `${indent}to mend: ${mend}`];
}

function conclusion(results: readonly RequirementResult[]): string {
  const lacking = results.filter(({ state }) => state !== 'found');
  const blocking = lacking.filter(({ requirement }) => !requirement.optional);
  if (blocking.length > 0) return `gm1 cannot run yet: ${names(blocking)}.`;
  return lacking.length > 0 ? `gm1 can run, without ${names(lacking)}.` : 'gm1 can run.';
}

function names(results: readonly RequirementResult[]): string {
  return results.map(({ requirement }) => requirement.name).join(', ');
}
