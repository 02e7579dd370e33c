import { failureSentence, type Outcome } from '../core/failure.ts';

/** The value of an outcome that a test expects to be good. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(failureSentence(outcome.failure));
  return outcome.value;
}

/** What a failed outcome tells a person; empty when it did not fail. */
export function sentenceOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? '' : failureSentence(outcome.failure);
}
