import type { TestStep } from '../core/result.ts';

/** Characters; a step of a test may hold a whole text that it types. */
const longest = 300;

/**
 * What a test did at a time, in milliseconds since 1970: the step that had begun last by then and, within it, the same
 * again, from the outermost to the innermost: `Save › Click (2 of 3)`. Undefined before the first step.
 */
export function stepAt(steps: readonly TestStep[], time: number): string | undefined {
  const names: string[] = [];
  let siblings = steps;
  for (let step = lastBegun(siblings, time); step; step = lastBegun(siblings, time)) {
    names.push(nameAmong(siblings, step));
    siblings = step.steps;
  }
  return names.length === 0 ? undefined : names.join(' › ');
}

/** A step as a record keeps it; its secrets must be hidden before, or the half of one could stay. */
export function shortStep(step: string): string {
  return step.length > longest ? `${step.slice(0, longest - 1)}…` : step;
}

/** Tools name steps by what is done, and a test clicks more than once. */
function nameAmong(siblings: readonly TestStep[], step: TestStep): string {
  const alike = siblings.filter(({ name }) => name === step.name);
  return alike.length > 1 ? `${step.name} (${alike.indexOf(step) + 1} of ${alike.length})` : step.name;
}

/** Of those that began at once the one that is listed last. */
function lastBegun(steps: readonly TestStep[], time: number): TestStep | undefined {
  const begun = steps.filter(({ start }) => start <= time);
  const latest = Math.max(...begun.map(({ start }) => start));
  return begun.findLast(({ start }) => start === latest);
}
