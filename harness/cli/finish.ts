import { type Failure, failureSentence } from '../core/failure.ts';
import { jsonText } from '../system/json-text.ts';
import type { Context } from './context.ts';
import { type ExitCode, failureExitCode } from './exit-code.ts';

/** Says what failed, as JSON too when that was asked for, and gives the exit code for it. */
export function finishFailed(context: Context, failure: Failure, json?: boolean): ExitCode {
  if (json) printJson(context, { failure });
  context.stderr.write(`gm1: ${failureSentence(failure)}\n`);
  return failureExitCode(failure);
}

export function printJson(context: Context, value: unknown): void {
  context.stdout.write(`${jsonText(value, 2)}\n`);
}
