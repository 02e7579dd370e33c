import { type Failure, interrupted } from '../../core/failure.ts';
import { engineFailure, engineMessage } from './engine-failure.ts';

interface KnownError {
  readonly pattern: RegExp;
  readonly why: string;
  readonly next: string;
}

/** What engines say of a registry that does not take an image, most telling first. */
const knownErrors: readonly KnownError[] = [
  {
    pattern: /no space left on device|quota exceeded|insufficient storage/i,
    why: 'The disk of the registry is full.',
    next: 'Free space there, then push again.',
  },
  {
    pattern: /no basic auth credentials|unauthorized|authentication required|incorrect username or password/i,
    why: 'The registry does not know who you are.',
    next: 'Log in with `docker login` to this registry, then push again.',
  },
  {
    pattern: /denied|forbidden|insufficient_scope/i,
    why: 'The registry does not let you write there.',
    next: 'Push to a path that is yours, or log in with `docker login` as somebody who may.',
  },
  {
    pattern: /x509|tls:|HTTP response to HTTPS client/i,
    why: 'The engine does not trust the connection to the registry.',
    next: 'Install the registry’s certificate for the engine, or list it in the engine’s `insecure-registries`.',
  },
  {
    pattern:
      /connection refused|no such host|no route to host|network is unreachable|timeout|deadline exceeded|EOF/i,
    why: 'The registry does not answer.',
    next: 'Correct the name, or see that the registry runs and that the engine reaches it, then push again.',
  },
  {
    pattern: /unexpected HTTP status: 5\d\d|unknown error/i,
    why: 'The registry failed; often its disk is full.',
    next: 'Look at the registry’s log and its disk, then push again.',
  },
];

/** Why an image could not be published under a name, in a sentence. */
export function pushFailure(name: string, error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return interrupted;
  const message = engineMessage(error);
  const known = knownErrors.find(({ pattern }) => pattern.test(message));
  const what = `${name} could not be published.`;
  if (!known) return engineFailure(what, error);
  return { kind: 'infrastructure', what, why: `${known.why} (${message})`, next: known.next };
}
