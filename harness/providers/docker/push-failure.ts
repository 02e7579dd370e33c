import type { Failure } from '../../core/failure.ts';
import { engineFailure, engineMessage } from './engine-failure.ts';

interface KnownError {
  readonly pattern: RegExp;
  readonly why: string;
  readonly next: string;
}

/** What an engine says of a registry that does not take an image, most telling first. */
const knownErrors: readonly KnownError[] = [
  {
    pattern: /no space left on device|quota exceeded/i,
    why: 'The disk of the registry is full.',
    next: 'Free space there, then push again.',
  },
];

/** Why an image could not be published, in a sentence. */
export function pushFailure(name: string, error: unknown): Failure {
  const message = engineMessage(error);
  const known = knownErrors.find(({ pattern }) => pattern.test(message));
  const what = `${name} could not be published.`;
  if (!known) return engineFailure(what, error);
  return { kind: 'infrastructure', what, why: `${known.why} (${message})`, next: known.next };
}
