import { failed, type Outcome, ok } from '../core/failure.ts';

/** What was asked for when it is one of the known names; else a sentence that lists them. Nothing asked is fine. */
export function knownName<T extends string | undefined>(
  kind: 'wiki' | 'service' | 'persona',
  asked: T,
  known: readonly string[],
): Outcome<T> {
  if (asked === undefined || known.includes(asked)) return ok(asked);
  return failed({
    kind: 'usage',
    what: `There is no ${kind} ${JSON.stringify(asked)} here.`,
    next: `Known are ${[...known].sort().join(', ')}.`,
  });
}
