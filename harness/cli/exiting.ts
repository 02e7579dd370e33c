import type { Context } from './context.ts';
import type { ExitCode } from './exit-code.ts';

/** An action for commander from a step that ends with an exit code. */
export function exiting<A extends readonly unknown[]>(
  context: Context,
  step: (...args: A) => Promise<ExitCode>,
) {
  return async (...args: A): Promise<void> => context.setExitCode(await step(...args));
}
