/**
 * An expected failure: what happened, why if known, and what to do next.
 * `usage` is the caller's to mend (exit code 2), `infrastructure` the machine's (3), `interrupted` was asked for (130).
 */
export interface Failure {
  readonly kind: 'usage' | 'infrastructure' | 'interrupted';
  readonly what: string;
  readonly why?: string;
  readonly next: string;
}

/** The outcome of a step that can fail in an expected way. A throw is a bug. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export function ok<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

/** The failure for work stopped by Ctrl-C or a deadline. */
export const interrupted: Failure = {
  kind: 'interrupted',
  what: 'Interrupted.',
  next: 'Nothing of it is left running; start it again when you like.',
};

/** One or two sentences for a person. */
export function failureSentence({ what, why, next }: Failure): string {
  return [what, why, next].filter(Boolean).join(' ');
}
